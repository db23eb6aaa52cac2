import { Button, Select } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { CopyField } from "@/components/CopyField";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { NetworkBadge } from "@/components/NetworkBadge";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { zoneList } from "@/pages/zones";
import {
  type Channel,
  type Connection,
  type NetworkInfo,
  networksQuery,
  useChannelMutation,
} from "@/queries/channels";
import { NetworkForm } from "./NetworkForm";

/** Chooses a network, then fills the form that it declares. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("channels");
  const { id } = useWorkspace();
  const { data: networks } = useQuery(networksQuery(id));
  const [network, setNetwork] = useState<NetworkInfo | null>(null);
  const choices = networks?.filter((one) => one.connectable) ?? [];
  const chosen = network ?? (choices.length === 1 ? (choices[0] ?? null) : null);
  return (
    <Dialog
      opened
      onClose={onClose}
      title={chosen ? t("connectTo", { network: chosen.title }) : t("connect")}
      size={520}
    >
      {chosen ? (
        <Fill network={chosen} onClose={onClose} />
      ) : (
        <ul className="pv-col">
          {choices.map((one) => (
            <li key={one.name}>
              <Button
                fullWidth
                variant="default"
                justify="flex-start"
                leftSection={<NetworkBadge network={one.name} size={24} decorative />}
                onClick={() => setNetwork(one)}
              >
                {one.title}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

const zones = zoneList();

function Fill({ network, onClose }: { network: NetworkInfo; onClose: () => void }) {
  const { t } = useTranslation("channels");
  const { id, zone } = useWorkspace();
  const { fieldErrors } = useProblem();
  const [form, setForm] = useState<Record<string, string>>({});
  const [ownZone, setOwnZone] = useState<string | null>(null);
  const connect = useChannelMutation(id, () =>
    api.post<Connection>(inside(id, "channels"), { network: network.name, zone: ownZone ?? "", form }),
  );
  if (connect.data) {
    return <Shown connection={connect.data} onClose={onClose} />;
  }
  const onSuccess = (made: Connection) => {
    toast.done(t("connected", { name: made.channel.name }));
    if (Object.keys(made.shown).length === 0) {
      onClose();
    }
  };
  return (
    <Form
      onSubmit={() => connect.mutate(undefined, { onSuccess })}
      error={connect.error}
      pending={connect.isPending}
      submit={t("connect")}
      onCancel={onClose}
    >
      <NetworkForm
        network={network.name}
        fields={network.connect}
        value={form}
        onChange={setForm}
        errors={fieldErrors(connect.error)}
      />
      <Select
        label={t("zone")}
        description={t("zoneOwn", { zone })}
        searchable
        clearable
        data={zones}
        value={ownZone}
        onChange={setOwnZone}
      />
    </Form>
  );
}

/** The secrets that the network made for us: shown this once. */
function Shown({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation("channels");
  const { t: network, i18n } = useTranslation("networks");
  return (
    <div className="pv-col" style={{ gap: 14 }}>
      <p>{t("shown")}</p>
      {Object.entries(connection.shown).map(([name, secret]) => {
        const key = `${connection.channel.network}.${name}.label`;
        return (
          <CopyField key={name} label={i18n.exists(`networks:${key}`) ? network(key) : name} value={secret} />
        );
      })}
      <div className="pv-row" style={{ justifyContent: "flex-end" }}>
        <Button onClick={onClose}>{t("copied")}</Button>
      </div>
    </div>
  );
}

interface ReconnectProps {
  channel: Channel;
  network: NetworkInfo;
  onClose: () => void;
}

/** The form again; what is left empty is kept. */
export function ReconnectDialog({ channel, network, onClose }: ReconnectProps) {
  const { t } = useTranslation("channels");
  const { id } = useWorkspace();
  const { fieldErrors } = useProblem();
  const [form, setForm] = useState<Record<string, string>>(channel.settings);
  const reconnect = useChannelMutation(id, () =>
    api.post<Connection>(inside(id, "channels", channel.id, "reconnect"), { form }),
  );
  const onSuccess = () => {
    toast.done(t("connected", { name: channel.name }));
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={t("reconnectTitle", { name: channel.name })} size={520}>
      <Form
        onSubmit={() => reconnect.mutate(undefined, { onSuccess })}
        error={reconnect.error}
        pending={reconnect.isPending}
        submit={t("reconnect")}
        onCancel={onClose}
      >
        <NetworkForm
          keepEmpty
          network={network.name}
          fields={network.connect}
          value={form}
          onChange={setForm}
          errors={fieldErrors(reconnect.error)}
        />
      </Form>
    </Dialog>
  );
}
