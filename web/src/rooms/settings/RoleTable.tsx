import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { rolesQuery } from "@/queries/identity";
import classes from "./Members.module.css";

/** What each role may do, read from the server that enforces it. */
export function RoleTable() {
  const { t } = useTranslation("settings");
  const roles = useQuery(rolesQuery);
  return (
    <Section title={t("roleTable.title")} says={t("roleTable.says")}>
      <Query of={roles}>
        {({ roles: list }) => {
          const permissions = [...new Set(list.flatMap((role) => role.permissions))];
          return (
            <div className={classes.scroll}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th>{t("roleTable.permission")}</th>
                    {list.map(({ role }) => (
                      <th key={role} scope="col">
                        {t(`common:roles.${role}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {permissions.map((permission) => (
                    <tr key={permission}>
                      <th scope="row">{t(`permissions.${permission.replace(".", "_")}`)}</th>
                      {list.map((role) => (
                        <td key={role.role}>
                          {role.permissions.includes(permission) ? (
                            <IconCheck size={16} stroke={2} aria-label={t("roleTable.yes")} />
                          ) : (
                            <span className="pv-sr">{t("roleTable.no")}</span>
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Query>
    </Section>
  );
}
