package org.wecomarchive.decryptor.payload;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the vendor's description says about each type, written down by hand a second time: nothing here knows the schema's
 * properties, so that a mistake in them shows.
 *
 * @param name the msgtype, or the path of a nested list
 * @param event name of the record in the event
 * @param payloadKeys where the payload may stand
 * @param fields its fields in order
 */
record ExpectedShape(String name, String event, List<String> payloadKeys, List<Field> fields) {

    /** {@code name:kind*=keys}: the star marks searched text, the keys default to the name. */
    record Field(String name, String kind, boolean searched, List<String> keys) {

        static Field of(String text) {
            String[] sides = text.split("=", 2);
            String[] declared = sides[0].split(":", 2);
            String kind = declared[1].replace("*", "");
            List<String> keys = sides.length == 2 ? Arrays.asList(sides[1].split(",")) : List.of(declared[0]);
            return new Field(declared[0], kind, declared[1].endsWith("*"), keys);
        }
    }

    private static final Map<String, ExpectedShape> SHAPES =
            """
            text text_message text content:str*
            image image image sdkfileid:str md5sum:str filesize:int
            revoke revoke revoke pre_msgid:str
            agree agree agree userid:str agree_time:time
            disagree disagree disagree,agree userid:str disagree_time:time=disagree_time,agree_time
            voice voice voice sdkfileid:str md5sum:str voice_size:int=voice_size,filesize play_length:int
            video video video sdkfileid:str md5sum:str filesize:int play_length:int
            card card card corpname:str* userid:str=userid,Userid
            location location location longitude:num latitude:num address:str* title:str* zoom:int
            emotion emotion emotion type:int width:int height:int imagesize:int=imagesize,filesize sdkfileid:str md5sum:str
            file file file sdkfileid:str md5sum:str filename:str* fileext:str filesize:int
            link link link title:str* description:str* link_url:str* image_url:str
            weapp weapp weapp title:str* description:str* username:str displayname:str* appid:str pagepath:str
            chatrecord chatrecord chatrecord title:str* items:items=item,items
            todo todo todo,$ title:str* content:str*
            vote vote vote,$ votetitle:str* voteitem:strs* votetype:int voteid:str
            collect collect collect room_name:str* creator:str* create_time:str title:str* details:list*
            collect.details - - id:u64 ques:str* type:str
            redpacket redpacket redpacket type:int wish:str* totalcnt:int totalamount:int
            external_redpacket external_redpacket redpacket,external_redpacket type:int wish:str* totalcnt:int totalamount:int
            meeting meeting meeting topic:str* starttime:time endtime:time address:str* remarks:str* meetingtype:int meetingid:u64 status:int
            meeting_notification meeting_notification info,meeting_notification meeting_id:u64=meeting_id,meetingid notification_type:int content:str*
            switch switch_event $ time:time user:str
            docmsg docmsg doc,docmsg title:str* link_url:str* doc_creator:str
            markdown markdown info,markdown content:str*
            news news info,news item:list* title:str* description:str* url:str* picurl:str
            news.item - - title:str* description:str* url:str* picurl:str
            calendar calendar calendar title:str* creatorname:str* attendeename:strs* starttime:time endtime:time place:str* remarks:str*
            mixed mixed mixed items:items=item,items
            meeting_voice_call meeting_voice_call meeting_voice_call voiceid:str=$.voiceid,voiceid endtime:time sdkfileid:str demofiledata:list* sharescreendata:list
            meeting_voice_call.demofiledata - - filename:str* demooperator:str starttime:time endtime:time
            meeting_voice_call.sharescreendata - - share:str starttime:time endtime:time
            voip_doc_share voip_doc_share voip_doc_share voipid:str=$.voipid,voipid filename:str* md5sum:str filesize:int sdkfileid:str
            sphfeed sphfeed sphfeed feed_type:int sph_name:str* feed_desc:str*
            voiptext voiptext info,voiptext callduration:int invitetype:int
            qydiskfile qydiskfile info,qydiskfile filename:str*
            solitaire solitaire solitaire,info title:str*=title,theme content:str*
            note note info,note title:str* items:items=items,item
            """
                    .lines()
                    .map(ExpectedShape::of)
                    .collect(Collectors.toMap(ExpectedShape::name, Function.identity()));

    private static ExpectedShape of(String line) {
        String[] words = line.split(" ");
        return new ExpectedShape(
                words[0],
                words[1],
                Arrays.asList(words[2].split(",")),
                Arrays.stream(words).skip(3).map(Field::of).toList());
    }

    static boolean isKnown(String name) {
        return SHAPES.containsKey(name) && !name.contains(".");
    }

    static ExpectedShape of(String name, String nested) {
        return SHAPES.get(name + "." + nested);
    }

    static ExpectedShape ofType(String name) {
        return SHAPES.get(name);
    }

    static List<ExpectedShape> types() {
        return SHAPES.values().stream()
                .filter(shape -> !shape.event().equals("-"))
                .toList();
    }

    /** The vendor has not published its fields; text is found on a best-effort basis. */
    boolean isUnconfirmed() {
        return name.equals("solitaire") || name.equals("note");
    }

    boolean hasItems() {
        return fields.stream().anyMatch(field -> field.kind().equals("items"));
    }
}
