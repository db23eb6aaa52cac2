import { Button, PasswordInput, PinInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { CopyField } from "@/components/CopyField";
import { Dialog } from "@/components/Dialog";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Form } from "@/components/Form";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { identityKeys } from "@/queries/identity";
import classes from "./SecondFactor.module.css";

type Wish = "on" | "off" | "codes";

/** The second step of signing in: turned on with a picture to scan, off with the password, ten codes for bad days. */
export function SecondFactor() {
  const { t } = useTranslation("settings");
  const { me } = useWorkspace();
  const [wish, setWish] = useState<Wish | null>(null);
  return (
    <Section
      title={t("totp.title")}
      says={t("totp.says")}
      actions={
        me.totp ? (
          <div className="pv-row pv-wrap">
            <Button variant="default" onClick={() => setWish("codes")}>
              {t("totp.newCodes")}
            </Button>
            <Button variant="subtle" onClick={() => setWish("off")}>
              {t("totp.turnOff")}
            </Button>
          </div>
        ) : (
          <Button onClick={() => setWish("on")}>{t("totp.turnOn")}</Button>
        )
      }
    >
      {me.totp && (
        <p className="pv-row pv-s">
          <IconShieldCheck size={16} stroke={1.75} className="pv-green" aria-hidden />
          {t("totp.isOn", { count: me.recoveryCodes })}
        </p>
      )}
      {wish && <Steps wish={wish} onClose={() => setWish(null)} />}
    </Section>
  );
}

interface Factor {
  seed: string;
  uri: string;
  qr: string;
}

function Steps({ wish, onClose }: { wish: Wish; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [factor, setFactor] = useState<Factor | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: identityKeys.me });
  const prove = useMutation({
    mutationFn: async () => {
      if (wish === "on") {
        setFactor(await api.post<Factor>("/me/totp", { password }));
      } else if (wish === "codes") {
        setCodes((await api.post<{ codes: string[] }>("/me/recovery-codes", { password })).codes);
      } else {
        await api.delete("/me/totp", undefined, { password });
        onClose();
      }
    },
    onSuccess: refresh,
  });
  const title = t(wish === "on" ? "totp.turnOn" : wish === "off" ? "totp.turnOff" : "totp.newCodes");
  return (
    <Dialog opened onClose={onClose} title={title} closeOnClickOutside={!codes}>
      {codes ? (
        <Codes codes={codes} onClose={onClose} />
      ) : factor ? (
        <Scan
          factor={factor}
          onCodes={(list) => {
            setCodes(list);
            void refresh();
          }}
        />
      ) : (
        <Form
          onSubmit={prove.mutate}
          error={prove.error}
          pending={prove.isPending}
          submit={t("totp.continue")}
          onCancel={onClose}
        >
          <p>{t(wish === "off" ? "totp.offSays" : "totp.proveSays")}</p>
          <PasswordInput
            label={t("security.current")}
            autoComplete="current-password"
            data-autofocus
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("security.show") }}
          />
        </Form>
      )}
    </Dialog>
  );
}

function Scan({ factor, onCodes }: { factor: Factor; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation("settings");
  const confirm = useMutation({
    mutationFn: (code: string) => api.post<{ codes: string[] }>("/me/totp/confirm", { code }),
    onSuccess: ({ codes }) => onCodes(codes),
  });
  return (
    <div className={classes.scan}>
      <p>{t("totp.scan")}</p>
      <img src={factor.qr} alt={t("totp.qr")} width={200} height={200} className={classes.qr} />
      <CopyField label={t("totp.byHand")} value={factor.seed} />
      <p className="pv-s pv-b">{t("totp.firstCode")}</p>
      <PinInput
        length={6}
        type="number"
        oneTimeCode
        autoFocus
        onComplete={(code) => confirm.mutate(code)}
        disabled={confirm.isPending}
        aria-label={t("totp.digit")}
      />
      <ErrorPanel error={confirm.error} />
    </div>
  );
}

function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <div className={classes.scan}>
      <p>{t("totp.codesSays")}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="pv-row" style={{ justifyContent: "flex-end" }}>
        <Button variant="default" onClick={() => navigator.clipboard?.writeText(codes.join("\n"))}>
          {t("common:copy")}
        </Button>
        <Button onClick={onClose}>{t("totp.kept")}</Button>
      </div>
    </div>
  );
}
