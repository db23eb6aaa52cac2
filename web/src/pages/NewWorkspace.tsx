import { Button, Select, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useProblem } from "@/i18n/useProblem";
import { Door } from "./Door";
import { zoneList } from "./zones";

const zones = zoneList();

/** Another brand, or the first one after the sample was removed. */
export default function NewWorkspace() {
  const { t, i18n } = useTranslation("door");
  const client = useQueryClient();
  const navigate = useNavigate();
  const { fieldErrors } = useProblem();
  const [brand, setBrand] = useState({ name: "", zone: zones[0] ?? "Europe/Paris" });
  const create = useMutation({
    mutationFn: () => api.post<{ id: string }>("/workspaces", { ...brand, locale: i18n.resolvedLanguage }),
    onSuccess: async (made) => {
      client.clear();
      await navigate({ to: `/w/${made.id}/today`, replace: true });
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Door title={t("workspace.title")} says={t("workspace.says")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <TextInput
          label={t("setup.brandName")}
          required
          withAsterisk={false}
          autoFocus
          value={brand.name}
          onChange={(e) => setBrand({ ...brand, name: e.currentTarget.value })}
          error={errors.name}
        />
        <Select
          label={t("setup.zone")}
          description={t("setup.zoneWhy")}
          searchable
          data={zones}
          value={brand.zone}
          onChange={(zone) => zone && setBrand({ ...brand, zone })}
          error={errors.zone}
        />
        <ErrorPanel error={create.error} />
        <Button type="submit" size="md" loading={create.isPending}>
          {t("workspace.create")}
        </Button>
        <Link to="/" className="pv-s">
          {t("back")}
        </Link>
      </form>
    </Door>
  );
}
