package org.wecomarchive.sinkelasticsearch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages and searches: each search with exactly what it must find, so that all the rest is what it must not find. */
final class SearchQuality {

    /** Text of each message by its id. */
    static final Map<String, String> TEXTS = texts();

    static final List<Expectation> EXPECTATIONS = List.of(
            // Chinese: any piece of a sentence, across the borders of words, in this order only.
            finds("合同", "contract", "contract-en", "forward"),
            finds("合", "contract", "contract-en", "forward", "union"),
            finds("三", "zhangsan", "amount"),
            finds("张三", "zhangsan"),
            finds("三张"),
            finds("同已经", "contract"),
            finds("合同已经盖章", "contract"),
            finds("盖章合同"),
            finds("合作", "union"),
            finds("研究生命", "ambiguous"),
            finds("生命起源", "ambiguous"),
            finds("研究生", "ambiguous"),
            finds("命起", "ambiguous"),
            finds("乒乓球拍卖完了", "auction"),
            finds("拍卖", "auction"),
            finds("繁體", "traditional"),
            finds("繁体"),
            finds("𠮷", "rare"),
            finds("𠮷野", "rare"),
            finds("龘", "rare"),
            // Digits, amounts, codes: as written.
            finds("600519", "stock"),
            finds("0051", "stock"),
            finds("6005199"),
            finds("1,234.56", "amount"),
            finds("1234.56"),
            finds("¥", "amount"),
            finds("13800138000", "phone"),
            finds("138 0013", "phone", "spaced"),
            finds("\"138 0013 8000\"", "spaced"),
            finds("2026-11-12", "date"),
            finds("11-1", "date"),
            // Latin: parts of words, either case, mixed with Chinese.
            finds("Contract", "contract-en"),
            finds("contract", "contract-en"),
            finds("ontrac", "contract-en"),
            finds("V2合同", "contract-en"),
            finds("v2合", "contract-en"),
            finds("iPhone15", "mixed"),
            finds("IPHONE15Pro手机", "mixed"),
            finds("ÜBER", "umlaut"),
            finds("über", "umlaut"),
            // Punctuation, addresses, paths.
            finds("!", "exclaim", "fullwidth"),
            finds("！", "exclaim", "fullwidth"),
            finds("?!", "exclaim"),
            finds("100%", "percent"),
            finds("%", "percent"),
            finds("https://example.com/a?b=1", "link"),
            finds("b=1&c", "link"),
            finds("li.si@example.com", "mail"),
            finds("C:\\合同", "forward"),
            finds("报价单_v3.xlsx", "file"),
            finds("_v3.", "file"),
            // Emoji: one sign, signs of several code points, WeCom's own in brackets.
            finds("👍", "emoji", "skin", "woman"),
            finds("👍🏽", "skin"),
            finds("👨‍👩‍👧", "family"),
            finds("[微笑]", "smile"),
            // Several parts: all of them, in any order; quotes keep blanks.
            finds("盖章 合同", "contract"),
            finds("合同 报价"),
            finds("\"hello world\"", "english"),
            finds("“hello world”", "english"),
            finds("world hello", "english", "english-swapped"),
            finds("\"world hello\"", "english-swapped"),
            // Lines of one text, blanks of all kinds.
            finds("第一行 第二行", "lines"),
            finds("第一行　第二行", "lines"),
            finds("一行\n第二", "lines"),
            finds("\"第一行 第二行\"", "lines"),
            // Width of digits, letters, punctuation and kana, either way.
            finds("13900139000", "phone-half", "phone-full"),
            finds("１３９００１３９０００", "phone-half", "phone-full"),
            finds("vip客户", "vip"),
            finds("（急）", "brackets"),
            finds("(急)", "brackets"),
            finds("ガイド", "kana"),
            finds("ｶﾞｲﾄﾞ", "kana"),
            // Case of every alphabet.
            finds("привет", "russian"),
            finds("ΟΔΟΣ", "greek"),
            // Invisible characters, in the message or in the search.
            finds("加微信", "zero-width"),
            finds("加\u200b微\u2060信", "zero-width"),
            finds("\u200b 加微信", "zero-width"),
            // Marks that only decorate.
            finds("退款", "struck"),
            finds("138", "phone", "spaced", "underlined"),
            // Blanks of every kind.
            finds("\"甲方 乙方\"", "blanks"),
            finds("\"甲方\u00a0乙方\"", "blanks"),
            // Codes that look the same.
            finds("Café", "cafe"),
            finds("Cafe\u0301", "cafe"),
            finds("Cafe"),
            finds("Việt", "vietnam"),
            finds("Vie\u0323\u0302t", "vietnam"),
            finds("用行", "radicals"),
            // What looks different.
            finds("“好”", "curly", "fullwidth"),
            finds("\\“好\\”", "curly"),
            finds("\\\"好\\\""),
            finds("①"),
            // A sequence of emoji is one sign.
            finds("👨👩👧", "unjoined"),
            finds("👨👩", "unjoined"),
            finds("👨‍👩", "couple"),
            finds("👩🏽", "woman"),
            finds("🇳🇺"),
            finds("🇨🇳", "flags"),
            finds("🇺🇸", "flags"),
            finds("❤", "heart"),
            finds("❤️", "heart"),
            finds("1️⃣", "keycap"),
            finds("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "england"),
            finds("🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
            finds("没有这句话"));

    private SearchQuality() {}

    /**
     * A search.
     *
     * @param words as typed
     * @param finds ids of all messages that it must find
     */
    record Expectation(String words, List<String> finds) {}

    private static Expectation finds(String words, String... ids) {
        return new Expectation(words, List.of(ids));
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("contract", "合同已经盖章了，请查收");
        texts.put("contract-en", "Please sign Contract V2合同 today");
        texts.put("forward", "见 C:\\合同\\2026");
        texts.put("union", "合作愉快");
        texts.put("zhangsan", "张三今天请假");
        texts.put("amount", "三笔共 ¥1,234.56 元");
        texts.put("ambiguous", "他研究生命起源");
        texts.put("auction", "乒乓球拍卖完了");
        texts.put("traditional", "請用繁體字");
        texts.put("rare", "𠮷野家和龘");
        texts.put("stock", "贵州茅台600519涨停");
        texts.put("phone", "电话13800138000");
        texts.put("spaced", "电话 138 0013 8000");
        texts.put("date", "会议改到2026-11-12");
        texts.put("mixed", "买了iPhone15Pro手机");
        texts.put("umlaut", "Über uns");
        texts.put("exclaim", "what?!");
        texts.put("fullwidth", "好的！");
        texts.put("percent", "完成100%");
        texts.put("link", "https://example.com/a?b=1&c=2");
        texts.put("mail", "写给 li.si@example.com 吧");
        texts.put("file", "报价单_v3.xlsx");
        texts.put("emoji", "收到👍");
        texts.put("skin", "收到👍🏽");
        texts.put("family", "全家福👨‍👩‍👧");
        texts.put("smile", "早[微笑]");
        texts.put("english", "hello world again");
        texts.put("english-swapped", "world hello");
        texts.put("lines", "第一行\n第二行");
        texts.put("phone-half", "手机13900139000 备用");
        texts.put("phone-full", "手机１３９００１３９０００ 备用");
        texts.put("vip", "ＶＩＰ客户");
        texts.put("brackets", "（急）请回电");
        texts.put("kana", "ｶﾞｲﾄﾞブック");
        texts.put("russian", "ПРИВЕТ");
        texts.put("greek", "η οδος");
        texts.put("zero-width", "加\u200b微\u200d信\ufeff聊");
        texts.put("struck", "退\u0336款\u0336");
        texts.put("underlined", "1\u03323\u03328\u0332 1\u03000");
        texts.put("blanks", "甲方\u3000乙方");
        texts.put("cafe", "Cafe\u0301见");
        texts.put("vietnam", "Vi\u1ec7t Nam");
        texts.put("radicals", "\u2f64\u2f8f");
        texts.put("curly", "他说“好”");
        texts.put("unjoined", "👨👩👧");
        texts.put("couple", "👨‍👩");
        texts.put("woman", "👩🏽👍🏿");
        texts.put("flags", "🇨🇳🇺🇸");
        texts.put("heart", "❤️");
        texts.put("keycap", "1️⃣");
        texts.put("england", "🏴󠁧󠁢󠁥󠁮󠁧󠁿");
        return Collections.unmodifiableMap(texts);
    }
}
