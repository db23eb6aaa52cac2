import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconClock, IconDeviceFloppy, IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Kbd, modKey } from "@/components/Kbd";
import { MemberAvatar } from "@/components/MemberAvatar";
import { StatusBadge } from "@/components/StatusBadge";
import type { Act } from "./acts";
import classes from "./Footer.module.css";

interface Props {
  status: string;
  /** Names of those who must approve; empty when nobody must. */
  path: readonly string[];
  /** What the person may do now, the most likely one first. */
  acts: readonly Act[];
  busy: Act | undefined;
  /** Why acting is not possible yet. */
  blocked?: string;
  phone: boolean;
  act: (act: Act) => void;
}

const icons = { save: IconDeviceFloppy, review: IconSend, schedule: IconClock, now: IconSend };

/** Where the post stands and what to do with it. */
export function Footer({ status, path, acts, busy, blocked, phone, act }: Props) {
  const { t } = useTranslation("composer");
  const [first, ...others] = acts;
  const label = (one: Act) => t(`act.${one}`);
  const primary = first && (
    <Button
      className={classes.primary}
      leftSection={(() => {
        const Glyph = icons[first];
        return <Glyph size={16} />;
      })()}
      rightSection={!phone && <Kbd>{modKey} ↵</Kbd>}
      loading={busy === first}
      disabled={busy !== undefined && busy !== first}
      aria-describedby={blocked ? "composer-blocked" : undefined}
      onClick={() => act(first)}
    >
      {label(first)}
    </Button>
  );
  return (
    <footer className={classes.footer}>
      {!phone && (
        <div className={classes.state}>
          <StatusBadge status={status} />
          {path.length > 0 && (
            <span className={classes.path}>
              <span>{t("footer.approval")}</span>
              {path.map((name, i) => (
                <span key={name} className={classes.step}>
                  {i > 0 && <span className="pv-3">{t("footer.or")}</span>}
                  <MemberAvatar name={name} size={24} />
                  {name}
                </span>
              ))}
            </span>
          )}
        </div>
      )}
      {blocked && (
        <span id="composer-blocked" className={classes.blocked}>
          {blocked}
        </span>
      )}
      <div className={classes.acts}>
        {!phone &&
          others.map((one) => (
            <Button
              key={one}
              variant={one === "save" ? "subtle" : "default"}
              loading={busy === one}
              disabled={busy !== undefined && busy !== one}
              onClick={() => act(one)}
            >
              {label(one)}
            </Button>
          ))}
        {primary}
        {phone && others.length > 0 && (
          <Menu position="top-end">
            <Menu.Target>
              <Button variant="default" px={12} aria-label={t("footer.more")}>
                <IconChevronDown size={16} style={{ rotate: "180deg" }} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((one) => (
                <Menu.Item key={one} onClick={() => act(one)}>
                  {label(one)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </footer>
  );
}
