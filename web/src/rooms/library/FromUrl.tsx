import { Button, TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { useAddFromUrl } from "@/queries/media";

/** Has the server fetch a picture or a video from a public address. */
export function FromUrl() {
  const { t } = useTranslation("library");
  const { id } = useWorkspace();
  const [open, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  const fetchIt = useAddFromUrl(id);
  const close = () => {
    setOpen(false);
    setUrl("");
    fetchIt.reset();
  };
  const submit = () =>
    fetchIt.mutate(url, {
      onSuccess: (asset) => {
        toast.done(t("added", { name: asset.name }));
        close();
      },
    });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLink size={16} stroke={1.75} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("fromUrl")}
      </Button>
      {open && (
        <Dialog opened onClose={close} title={t("fromUrl")}>
          <Form
            onSubmit={submit}
            error={fetchIt.error}
            pending={fetchIt.isPending}
            submit={t("fetch")}
            onCancel={close}
          >
            <TextInput
              label={t("url")}
              description={t("urlSays")}
              type="url"
              required
              withAsterisk={false}
              placeholder="https://"
              data-autofocus
              value={url}
              onChange={(e) => setUrl(e.currentTarget.value)}
            />
          </Form>
        </Dialog>
      )}
    </>
  );
}
