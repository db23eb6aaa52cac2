import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Door } from "./Door";
import { useLinkSecret } from "./secret";

/** The printed link of a sample: it signs its owner in, once. */
export default function EnterLink() {
  const { t } = useTranslation("door");
  const secret = useLinkSecret();
  const client = useQueryClient();
  const navigate = useNavigate();
  const enter = useMutation({
    mutationFn: () => api.post("/session/link", { link: secret }),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: "/", replace: true });
    },
  });
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current) {
      asked.current = true; // the link works once: a second effect in development must not spend it
      enter.mutate();
    }
  }, [enter]);
  return (
    <Door title={t(enter.error ? "enter.failed" : "enter.title")}>
      <ErrorPanel error={enter.error} />
      {enter.error && (
        <Button component={Link} to="/sign-in" variant="default">
          {t("toSignIn")}
        </Button>
      )}
    </Door>
  );
}
