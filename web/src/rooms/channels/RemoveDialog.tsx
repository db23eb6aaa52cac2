import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Confirm } from "@/components/Confirm";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { type Channel, type Departure, useChannelMutation } from "@/queries/channels";

/** Unlinks an account, after saying how many deliveries that cancels. */
export function RemoveDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useTranslation("channels");
  const { id } = useWorkspace();
  const { data } = useQuery({
    queryKey: ["channels", id, channel.id, "removal"],
    queryFn: () => api.get<{ cancelled: Departure[] }>(inside(id, "channels", channel.id, "removal")),
  });
  const remove = useChannelMutation(id, () => api.delete(inside(id, "channels", channel.id)));
  const onSuccess = () => {
    toast.done(t("removed", { name: channel.name }));
    onClose();
  };
  return (
    <Confirm
      title={t("removeTitle", { name: channel.name })}
      confirm={t("remove")}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess })}
      pending={remove.isPending}
      error={remove.error}
    >
      <p>{t("removeSays")}</p>
      {data && <p className="pv-b">{t("removeLost", { count: data.cancelled.length })}</p>}
    </Confirm>
  );
}
