import { PasswordInput, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useTranslation } from "react-i18next";

export interface Account {
  name: string;
  email: string;
  password: string;
}

interface Props {
  value: Account;
  onChange: (value: Account) => void;
  errors: Record<string, string>;
  /** The invitation already says to whom it goes. */
  fixedEmail?: boolean;
}

/** Name, address and password of a new account, where the password manager expects them. */
export function AccountFields({ value, onChange, errors, fixedEmail }: Props) {
  const { t } = useTranslation("door");
  const set = (field: keyof Account) => (event: React.ChangeEvent<HTMLInputElement>) =>
    onChange({ ...value, [field]: event.currentTarget.value });
  return (
    <>
      <TextInput
        label={t("name")}
        autoComplete="name"
        required
        withAsterisk={false}
        autoFocus
        value={value.name}
        onChange={set("name")}
        error={errors.name}
      />
      <TextInput
        label={t("email")}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        readOnly={fixedEmail}
        value={value.email}
        onChange={set("email")}
        error={errors.email}
      />
      <PasswordInput
        label={t("password")}
        description={t("passwordRule")}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={value.password}
        onChange={set("password")}
        error={errors.password}
        visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
      />
    </>
  );
}
