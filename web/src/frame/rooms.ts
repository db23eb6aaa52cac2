import {
  type Icon,
  IconCalendar,
  IconCompass,
  IconEye,
  IconHelpCircle,
  IconPencil,
  IconPhoto,
  IconPlugConnected,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";

export interface Room {
  /** The first part of its address, and the key of its word in `common:rooms`. */
  id: string;
  icon: Icon;
  /** What a person needs to find it in the rail. */
  permission?: string;
}

/** The rooms of the rail, in the order of a working day. A room appears when its capability exists. */
export const rooms: readonly Room[] = [
  { id: "today", icon: IconSun },
  { id: "calendar", icon: IconCalendar, permission: "post.read" },
  { id: "compose", icon: IconPencil, permission: "post.write" },
  { id: "review", icon: IconEye, permission: "post.read" },
  { id: "library", icon: IconPhoto, permission: "media.read" },
  { id: "strategy", icon: IconCompass, permission: "strategy.read" },
  { id: "channels", icon: IconPlugConnected, permission: "channel.read" },
];

/** The rooms at the foot of the rail. */
export const footRooms: readonly Room[] = [
  { id: "settings", icon: IconSettings },
  { id: "help", icon: IconHelpCircle },
];
