import { Button, PasswordInput, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useProblem } from "@/i18n/useProblem";
import { Door } from "./Door";
import { useLinkSecret } from "./secret";

/** Asks for a link by mail, or, when one came by it, for the new password. */
export default function PasswordReset() {
  const secret = useLinkSecret();
  return secret ? <NewPassword secret={secret} /> : <AskLink />;
}

function AskLink() {
  const { t } = useTranslation("door");
  const [email, setEmail] = useState("");
  const ask = useMutation({ mutationFn: () => api.post("/password-reset", { email }) });
  if (ask.isSuccess) {
    return (
      <Door title={t("reset.sentTitle")} says={t("reset.sent", { email })}>
        <Button component={Link} to="/sign-in" variant="default">
          {t("toSignIn")}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={t("reset.title")} says={t("reset.says")} foot={t("reset.noMail")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <TextInput
          label={t("email")}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
        />
        <ErrorPanel error={ask.error} />
        <Button type="submit" size="md" loading={ask.isPending}>
          {t("reset.ask")}
        </Button>
        <Link to="/sign-in" className="pv-s">
          {t("back")}
        </Link>
      </form>
    </Door>
  );
}

function NewPassword({ secret }: { secret: string }) {
  const { t } = useTranslation("door");
  const { fieldErrors } = useProblem();
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => api.post("/password-reset/confirm", { link: secret, password }),
  });
  if (change.isSuccess) {
    return (
      <Door title={t("reset.doneTitle")} says={t("reset.done")}>
        <Button component={Link} to="/sign-in" size="md">
          {t("toSignIn")}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={t("reset.newTitle")} says={t("reset.newSays")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <PasswordInput
          label={t("newPassword")}
          description={t("passwordRule")}
          autoComplete="new-password"
          required
          withAsterisk={false}
          autoFocus
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          error={fieldErrors(change.error).password}
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
        />
        <ErrorPanel error={change.error} />
        <Button type="submit" size="md" loading={change.isPending}>
          {t("reset.change")}
        </Button>
      </form>
    </Door>
  );
}
