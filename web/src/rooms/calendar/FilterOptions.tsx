import "@/theme/mantine-forms.css";
import "@mantine/core/styles/ScrollArea.layer.css";
import { Button, Checkbox, ScrollArea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Choice, Choices } from "./FilterBar";
import classes from "./FilterBar.module.css";
import { type CalendarSearch, type FilterKey, toggled, withFilter } from "./search";

interface Props {
  keys: readonly FilterKey[];
  search: CalendarSearch;
  choices: Choices;
  change: (search: CalendarSearch) => void;
}

/** What a filter offers; several filters have their names above. */
export default function FilterOptions({ keys, search, choices, change }: Props) {
  const { t } = useTranslation("calendar");
  const [only] = keys;
  if (keys.length === 1 && only) {
    return <Options name={only} search={search} choices={choices[only] ?? []} change={change} />;
  }
  return (
    <ScrollArea.Autosize mah={420}>
      {keys.map((key) => (
        <section key={key} className={classes.group}>
          <h3>{t(`filter.${key}`)}</h3>
          <Options name={key} search={search} choices={choices[key] ?? []} change={change} />
        </section>
      ))}
    </ScrollArea.Autosize>
  );
}

interface OptionsProps extends Omit<Props, "keys" | "choices"> {
  name: FilterKey;
  choices: readonly Choice[];
}

function Options({ name, search, choices, change }: OptionsProps) {
  const { t } = useTranslation("calendar");
  const chosen = search[name] ?? [];
  if (choices.length === 0) return <p className={classes.none}>{t("filter.none")}</p>;
  return (
    <>
      <ScrollArea.Autosize mah={320}>
        <ul className={classes.options}>
          {choices.map((choice) => (
            <li key={choice.id}>
              <Checkbox
                size="sm"
                checked={chosen.includes(choice.id)}
                onChange={() => change(toggled(search, name, choice.id))}
                label={
                  <span className={classes.option}>
                    {choice.mark}
                    {choice.name}
                  </span>
                }
              />
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
      {chosen.length > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          fullWidth
          mt={4}
          onClick={() => change(withFilter(search, name, []))}
        >
          {t("filter.all")}
        </Button>
      )}
    </>
  );
}
