import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { type Campaign, useCopyCampaign } from "@/queries/strategy";

/** A campaign from another: its fields, a new name and a new first day; the length is kept. */
export function CopyDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { value, text } = useFields({ name: t("campaigns.copyName", { name: campaign.name }), starts: "" });
  const copy = useCopyCampaign(id);
  const errors = fieldErrors(copy.error);
  const submit = () =>
    copy.mutate(
      { id: campaign.id, ...value },
      {
        onSuccess: () => {
          toast.done(t("campaigns.copied"));
          onClose();
        },
      },
    );
  return (
    <Dialog opened onClose={onClose} title={t("campaigns.copy")}>
      <Form
        onSubmit={submit}
        error={copy.error}
        pending={copy.isPending}
        submit={t("campaigns.copyDo")}
        onCancel={onClose}
      >
        <TextInput
          label={t("campaigns.name")}
          required
          withAsterisk={false}
          {...text("name")}
          error={errors.name}
        />
        <TextInput type="date" label={t("campaigns.starts")} {...text("starts")} error={errors.starts} />
      </Form>
    </Dialog>
  );
}
