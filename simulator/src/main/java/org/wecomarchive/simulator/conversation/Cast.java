package org.wecomarchive.simulator.conversation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wecomarchive.simulator.random.SeededRandom;

/** The people, robots and rooms of a tenant; the same for the same seed. */
final class Cast {

    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final List<String> FAMILY = List.of(
            "zhang:张",
            "li:李",
            "wang:王",
            "zhao:赵",
            "chen:陈",
            "liu:刘",
            "yang:杨",
            "huang:黄",
            "wong:汪",
            "sun:孙",
            "ouyang:欧阳");
    private static final List<String> GIVEN = List.of(
            "wei:伟", "fang:芳", "na:娜", "min:敏", "jing:静", "lei:磊", "xiaohong:小红", "jianguo:建国", "yan:艳", "qiang:强");
    private static final List<String> ROOM_NAMES = List.of(
            "项目一组",
            "华东销售",
            "客户服务群 \"VIP\"",
            "Release crew 🚀",
            "合规与法务",
            "午餐吃什么",
            "数据平台值班",
            "Überseehandel & Zoll",
            "财务共享中心",
            "新人培训（第3期）");
    private static final int EXTERNALS = 80;
    private static final int LARGE_ROOM = 60;

    private final List<Party> members;
    private final List<Party> externals;
    private final List<Party> robots;
    private final List<Conversation> rooms;
    private final List<Conversation> externalRooms;
    private final List<Conversation> memberRooms;

    Cast(long seed) {
        SeededRandom random = SeededRandom.of(seed, "cast", 0);
        this.members = allMembers();
        this.externals = externals(random);
        this.robots = List.of(new Party(id("wb", random), "告警机器人"), new Party(id("wb", random), "News bot"));
        this.rooms = rooms(random);
        this.externalRooms = rooms.stream().filter(Conversation::external).toList();
        this.memberRooms = rooms.stream().filter(room -> !room.external()).toList();
    }

    private static List<Party> allMembers() {
        List<Party> found = new ArrayList<>();
        for (String family : FAMILY) {
            for (String given : GIVEN) {
                found.add(new Party(latin(family) + latin(given), chinese(family) + chinese(given)));
            }
        }
        return List.copyOf(found);
    }

    Party member(SeededRandom random) {
        return random.pickSkewed(members);
    }

    Party external(SeededRandom random) {
        return random.pickSkewed(externals);
    }

    /** A conversation in which a message of that place can occur. */
    Conversation conversation(Place place, SeededRandom random) {
        return switch (place) {
            case ROOM -> random.pickSkewed(rooms);
            case EXTERNAL -> random.oneIn(3) ? random.pickSkewed(externalRooms) : direct(random, external(random));
            case ROBOT -> robotConversation(random);
            default -> anyConversation(random);
        };
    }

    private Conversation anyConversation(SeededRandom random) {
        if (random.oneIn(2)) {
            return random.pickSkewed(rooms);
        }
        return direct(random, random.oneIn(2) ? external(random) : member(random));
    }

    /** The robot comes first. */
    private Conversation robotConversation(SeededRandom random) {
        Party robot = random.pick(robots);
        if (random.oneIn(4)) {
            return new Conversation("", "", List.of(robot, member(random)));
        }
        Conversation room = random.pickSkewed(memberRooms);
        List<Party> parties = new ArrayList<>(List.of(robot));
        parties.addAll(room.parties());
        return new Conversation(room.roomId(), room.roomName(), parties);
    }

    private Conversation direct(SeededRandom random, Party other) {
        Party member = member(random);
        if (member.equals(other)) {
            member = members.get((members.indexOf(other) + 1) % members.size());
        }
        return new Conversation("", "", List.of(member, other));
    }

    private List<Party> externals(SeededRandom random) {
        List<Party> found = new ArrayList<>();
        for (int i = 0; i < EXTERNALS; i++) {
            String prefix = i % 7 == 6 ? "wo" : "wm";
            String name = chinese(random.pick(FAMILY)) + (i % 2 == 0 ? "总" : "女士");
            found.add(new Party(id(prefix, random), name));
        }
        return List.copyOf(found);
    }

    /** An id as WeCom makes them: prefix, five characters, one of AQgw, AA, and 22 characters more. */
    private static String id(String prefix, SeededRandom random) {
        String text = random.text(ID_ALPHABET, 30);
        char kind = "AQgw".charAt(text.charAt(5) % 4);
        return prefix + text.substring(0, 5) + kind + "AA" + text.substring(8);
    }

    private List<Conversation> rooms(SeededRandom random) {
        List<Conversation> found = new ArrayList<>();
        for (int i = 0; i < ROOM_NAMES.size(); i++) {
            int size = i == 2 ? LARGE_ROOM : random.between(3, 12);
            Set<Party> parties = new LinkedHashSet<>();
            while (parties.size() < size) {
                boolean outside = i % 2 == 1 && parties.size() % 3 == 1;
                parties.add(outside ? external(random) : random.pick(members));
            }
            found.add(new Conversation("wr" + random.text(ID_ALPHABET, 30), ROOM_NAMES.get(i), List.copyOf(parties)));
        }
        return List.copyOf(found);
    }

    private static String latin(String pair) {
        return pair.substring(0, pair.indexOf(':'));
    }

    private static String chinese(String pair) {
        return pair.substring(pair.indexOf(':') + 1);
    }
}
