import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "@/queries/identity";

/** Gives the name of a user of the workspace; of one who left, a word that says so. */
export function usePeople(workspace: string): (user: string) => string {
  const { t } = useTranslation("review");
  const { data } = useQuery(membersQuery(workspace));
  return useCallback(
    (user) =>
      data?.find((member) => member.userId === user || member.id === user)?.name ?? (data ? t("gone") : "…"),
    [data, t],
  );
}
