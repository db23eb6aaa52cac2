import { Button, Select, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useProblem } from "@/i18n/useProblem";
import { type Account, AccountFields } from "./AccountFields";
import { Door } from "./Door";
import classes from "./FirstRun.module.css";
import { useLinkSecret } from "./secret";
import { zoneList } from "./zones";

const zones = zoneList();

/** The first start: an owner and their brand, in one short form, behind the one-time link. */
export default function FirstRun() {
  const { t, i18n } = useTranslation("door");
  const secret = useLinkSecret();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { fieldErrors } = useProblem();
  const [account, setAccount] = useState<Account>({ name: "", email: "", password: "" });
  const [brand, setBrand] = useState({ name: "", zone: zones[0] ?? "Europe/Paris" });
  const setup = useMutation({
    mutationFn: () =>
      api.post("/setup", {
        link: secret,
        ...account,
        locale: i18n.resolvedLanguage,
        workspace: { ...brand, locale: i18n.resolvedLanguage },
      }),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: "/", replace: true });
    },
  });
  const errors = fieldErrors(setup.error);
  return (
    <Door wide title={t("setup.title")} says={t("setup.says")} foot={t("foot")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setup.mutate();
        }}
      >
        <fieldset className={classes.group}>
          <legend>{t("setup.you")}</legend>
          <AccountFields value={account} onChange={setAccount} errors={errors} />
        </fieldset>
        <fieldset className={classes.group}>
          <legend>{t("setup.brand")}</legend>
          <TextInput
            label={t("setup.brandName")}
            required
            withAsterisk={false}
            value={brand.name}
            onChange={(e) => setBrand({ ...brand, name: e.currentTarget.value })}
            error={errors["workspace.name"]}
          />
          <Select
            label={t("setup.zone")}
            description={t("setup.zoneWhy")}
            searchable
            data={zones}
            value={brand.zone}
            onChange={(zone) => zone && setBrand({ ...brand, zone })}
            error={errors["workspace.zone"]}
          />
        </fieldset>
        <ErrorPanel error={setup.error} />
        <Button type="submit" size="md" loading={setup.isPending}>
          {t("setup.start")}
        </Button>
      </form>
    </Door>
  );
}
