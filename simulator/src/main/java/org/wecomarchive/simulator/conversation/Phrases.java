package org.wecomarchive.simulator.conversation;

import java.util.List;
import org.wecomarchive.simulator.random.SeededRandom;

/** What people write. */
final class Phrases {

    private static final List<String> SENTENCES = List.of(
            "您好，季度账单已经发到您的邮箱，请查收[微笑]",
            "明天上午十点在3号会议室开会，别迟到",
            "合同第三条需要修改，金额是￥128,000.00",
            "收到，马上处理👍",
            "他说：“下周一之前必须上线”，你怎么看？",
            "Could you send me the \"final\" version of the contract?",
            "The deployment is done 🎉🎉 please check C:\\temp\\report.txt",
            "麻烦把发票寄到：上海市浦东新区示例路100号",
            "三",
            "OK",
            "@全体成员 今晚22:00系统维护，预计两小时",
            "这个客户很重要，务必跟进[抱拳][抱拳]",
            "价格还能再谈谈吗？😂",
            "Let's meet at 5 pm – room \"Everest\" / 2nd floor",
            "我已经把资料上传到微盘了，链接稍后发您",
            "不好意思，刚才在开车，现在方便电话吗",
            "👨‍👩‍👧‍👦 家庭日报名开始啦！",
            "繁體字測試：請問貴公司的統一編號是多少？",
            "第一行\n第二行\n\t缩进的第三行");
    private static final List<String> FRAGMENTS = List.of(
            "根据最新的合规要求，所有对外沟通记录都需要留存备查。",
            "We agreed on net 30 payment terms, subject to approval by finance.",
            "客户反馈页面加载较慢，尤其是在报表导出的时候；",
            "会议纪要如下：一、确认交付范围；二、明确责任人；三、下周三前反馈。",
            "The root cause was an expired certificate on the gateway.",
            "请各位同事在周五下班之前完成培训，并把截图发到群里。",
            "附上报价明细，含税总价人民币叁拾万元整。",
            "如果有任何问题，请随时联系我或者值班同事。");

    private Phrases() {}

    static String sentence(SeededRandom random) {
        return random.pick(SENTENCES);
    }

    /** Several sentences, of which the shortest has about 60 characters and the longest about 1500. */
    static String passage(SeededRandom random) {
        int count = random.oneIn(8) ? random.between(10, 30) : random.between(2, 6);
        StringBuilder passage = new StringBuilder();
        for (int i = 0; i < count; i++) {
            passage.append(random.pick(FRAGMENTS));
        }
        return passage.toString();
    }

    /** A reply as WeCom flattens it: the quoted message, a line, the answer. */
    static String quotedReply(String quoted, SeededRandom random) {
        String quote = sentence(random);
        String answer = sentence(random);
        return switch (random.below(3)) {
            case 0 -> "这是一条引用/回复消息：\n\"" + quoted + "：\n" + quote + "\"\n------\n" + answer;
            case 1 -> "This is a quote/reply:\n\"" + quoted + ":\n" + quote + "\"\n------\n" + answer;
            default -> "「" + quoted + "：" + quote + "」\n- - - - - - - - - - - - - - -\n" + answer;
        };
    }
}
