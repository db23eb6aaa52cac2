import { Button } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconFolders, IconPlug } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChannelHealth } from "@/components/ChannelHealth";
import { EmptyState } from "@/components/EmptyState";
import { PageHeader } from "@/components/PageHeader";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { type Channel, channelsQuery } from "@/queries/channels";
import { ChannelRow } from "./ChannelRow";
import classes from "./Channels.module.css";
import { ConnectDialog } from "./ConnectDialog";
import { Expiries } from "./Expiries";
import { GroupsPanel } from "./GroupsPanel";
import { PausePanel } from "./PausePanel";

/** Accounts: their health, their limits, what is on hold. */
export default function ChannelsPage() {
  const { t } = useTranslation("channels");
  const { id, may } = useWorkspace();
  const channels = useQuery(channelsQuery(id));
  const [connecting, setConnecting] = useState(false);
  const manage = may("channel.manage");
  const connect = manage && (
    <Button
      leftSection={<IconPlug size={16} stroke={1.75} aria-hidden />}
      onClick={() => setConnecting(true)}
    >
      {t("connect")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        meta={channels.data && <Tally channels={channels.data} />}
        actions={connect}
      />
      <div className="pv-page">
        <div className="pv-split">
          <Section flush title={t("accounts")} count={channels.data?.length}>
            <Query of={channels} height={320}>
              {(list) =>
                list.length ? (
                  <ul className={classes.list}>
                    {list.map((channel) => (
                      <ChannelRow key={channel.id} channel={channel} />
                    ))}
                  </ul>
                ) : (
                  <EmptyState bare title={t("empty")} actions={connect}>
                    {t("emptyWhy")}
                  </EmptyState>
                )
              }
            </Query>
          </Section>
          <aside className="pv-col" style={{ gap: 16 }}>
            {channels.data && <Expiries channels={channels.data} />}
            <PausePanel channels={channels.data ?? []} />
            <GroupsPanel
              channels={channels.data ?? []}
              icon={<IconFolders size={16} stroke={1.75} aria-hidden />}
            />
          </aside>
        </div>
      </div>
      {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
    </>
  );
}

/** How many accounts are in each health. */
function Tally({ channels }: { channels: readonly Channel[] }) {
  const { t } = useTranslation("channels");
  const count = (health: string) => channels.filter((channel) => channel.health === health).length;
  return (
    <span className={classes.tally}>
      <ChannelHealth health="ok">{t("tally.ok", { count: count("ok") })}</ChannelHealth>
      {count("expiring") > 0 && (
        <ChannelHealth health="expiring">{t("tally.expiring", { count: count("expiring") })}</ChannelHealth>
      )}
      {count("reconnect") > 0 && (
        <ChannelHealth health="reconnect">
          {t("tally.reconnect", { count: count("reconnect") })}
        </ChannelHealth>
      )}
      {count("down") > 0 && (
        <ChannelHealth health="down">{t("tally.down", { count: count("down") })}</ChannelHealth>
      )}
    </span>
  );
}
