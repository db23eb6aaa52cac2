import {
  type Icon,
  IconBrandBluesky,
  IconBrandFacebookFilled,
  IconBrandInstagram,
  IconBrandLinkedinFilled,
  IconBrandMastodon,
  IconBrandPinterest,
  IconBrandThreads,
  IconBrandTiktokFilled,
  IconBrandX,
  IconBrandYoutubeFilled,
  IconPlugConnected,
  IconWebhook,
  IconWorld,
} from "@tabler/icons-react";
import classes from "./NetworkBadge.module.css";

const looks: Record<string, { icon: Icon; color: string; name: string }> = {
  page: { icon: IconWorld, color: "var(--pv-accent-fill)", name: "Page" },
  webhook: { icon: IconWebhook, color: "#57534B", name: "Webhook" },
  instagram: { icon: IconBrandInstagram, color: "#C13584", name: "Instagram" },
  facebook: { icon: IconBrandFacebookFilled, color: "#1877F2", name: "Facebook" },
  x: { icon: IconBrandX, color: "#0F1419", name: "X" },
  linkedin: { icon: IconBrandLinkedinFilled, color: "#0A66C2", name: "LinkedIn" },
  tiktok: { icon: IconBrandTiktokFilled, color: "#161823", name: "TikTok" },
  pinterest: { icon: IconBrandPinterest, color: "#BD081C", name: "Pinterest" },
  youtube: { icon: IconBrandYoutubeFilled, color: "#E62117", name: "YouTube" },
  bluesky: { icon: IconBrandBluesky, color: "#0B6FD8", name: "Bluesky" },
  mastodon: { icon: IconBrandMastodon, color: "#5B4BDB", name: "Mastodon" },
  threads: { icon: IconBrandThreads, color: "#101010", name: "Threads" },
};

const unknown = { icon: IconPlugConnected, color: "#57534B" };

/** The short name of a network, for lists and screen readers. */
export function networkName(network: string): string {
  return looks[network]?.name ?? network;
}

interface Props {
  network: string;
  size?: 16 | 20 | 24 | 32;
  /** Who it stands for when no name is written beside it. */
  label?: string;
  /** The name is already written beside it. */
  decorative?: boolean;
}

/** The square of a network: white glyph on its colour. Nothing else on a screen takes that colour. */
export function NetworkBadge({ network, size = 16, label, decorative }: Props) {
  const { icon: Glyph, color } = looks[network] ?? unknown;
  const name = label ?? networkName(network);
  return (
    <span
      className={classes.badge}
      style={{ background: color, width: size, height: size, borderRadius: size / 4 }}
      title={decorative ? undefined : name}
    >
      <Glyph size={Math.round(size * 0.7)} stroke={2} aria-hidden />
      {!decorative && <span className="pv-sr">{name}</span>}
    </span>
  );
}

/** Up to three badges, then “+n”. */
export function NetworkBadges({ networks, size = 16 }: { networks: readonly string[]; size?: 16 | 24 }) {
  const distinct = [...new Set(networks)];
  const rest = distinct.length - 3;
  return (
    <span className={classes.group}>
      {distinct.slice(0, 3).map((network) => (
        <NetworkBadge key={network} network={network} size={size} />
      ))}
      {rest > 0 && (
        <span className={classes.more}>
          +{rest}
          <span className="pv-sr"> {distinct.slice(3).map(networkName).join(", ")}</span>
        </span>
      )}
    </span>
  );
}
