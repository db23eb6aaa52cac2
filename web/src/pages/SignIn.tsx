import { Button, PasswordInput, PinInput, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Door } from "./Door";

interface SignedIn {
  state: "signed_in" | "second_step";
  challenge?: string;
}

/** Address and password, then the code of the second step where the account asks for one. */
export default function SignIn() {
  const { t } = useTranslation("door");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [challenge, setChallenge] = useState("");
  const enter = useEnter();
  const onAnswer = async (answer: SignedIn) => {
    if (answer.state === "second_step") {
      setChallenge(answer.challenge ?? "");
    } else {
      await enter();
    }
  };
  const signIn = useMutation({
    mutationFn: () => api.post<SignedIn>("/session", { email, password }),
    onSuccess: onAnswer,
  });
  const second = useMutation({
    mutationFn: (code: string) => api.post<SignedIn>("/session", { challenge, code }),
    onSuccess: onAnswer,
  });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  if (challenge) {
    return (
      <Door title={t("signIn.codeTitle")} says={t("signIn.codeSays")}>
        <CodeForm
          pending={second.isPending}
          error={second.error}
          onCode={(code) => second.mutate(code)}
          onBack={() => setChallenge("")}
        />
      </Door>
    );
  }
  return (
    <Door title={t("signIn.title")} foot={t("foot")}>
      <form onSubmit={submit}>
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
        <PasswordInput
          label={t("password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
        />
        <ErrorPanel error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          {t("signIn.enter")}
        </Button>
        <Link to="/reset-password" className="pv-s">
          {t("signIn.forgotten")}
        </Link>
      </form>
    </Door>
  );
}

interface CodeProps {
  pending: boolean;
  error: unknown;
  onCode: (code: string) => void;
  onBack: () => void;
}

function CodeForm({ pending, error, onCode, onBack }: CodeProps) {
  const { t } = useTranslation("door");
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState("");
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    onCode(code.trim());
  };
  return (
    <form onSubmit={submit}>
      {recovery ? (
        <TextInput
          key="recovery"
          label={t("signIn.recoveryCode")}
          autoComplete="off"
          autoFocus
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
        />
      ) : (
        <PinInput
          key="code"
          length={6}
          type="number"
          oneTimeCode
          autoFocus
          size="lg"
          value={code}
          onChange={setCode}
          onComplete={onCode}
          aria-label={t("signIn.codeDigit")}
        />
      )}
      <ErrorPanel error={error} />
      <Button type="submit" size="md" loading={pending} disabled={!code.trim()}>
        {t("signIn.enter")}
      </Button>
      <div className="pv-row pv-wrap">
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setRecovery(!recovery);
            setCode("");
          }}
        >
          {t(recovery ? "signIn.useApp" : "signIn.useRecovery")}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={onBack}>
          {t("back")}
        </Button>
      </div>
    </form>
  );
}

/** After a sign-in: back to the page that asked for it, else home. Only addresses of this application are followed. */
function useEnter() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { from } = useSearch({ strict: false }) as { from?: string };
  return async () => {
    client.clear();
    await navigate({ to: from?.startsWith("/w/") ? from : "/", replace: true });
  };
}
