import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CopyField.module.css";

/** A link or a secret to copy. It can also be selected by hand where the clipboard is refused. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(value);
    setCopied(true);
  };
  return (
    <div className={classes.field}>
      <TextInput
        label={label}
        readOnly
        value={value}
        onFocus={(e) => e.currentTarget.select()}
        classNames={{ input: classes.mono }}
        className="pv-grow"
      />
      <Button
        variant="default"
        onClick={copy}
        leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      >
        {t(copied ? "copied" : "copy")}
      </Button>
    </div>
  );
}
