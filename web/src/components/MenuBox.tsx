import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import { Menu, type MenuProps } from "@mantine/core";
import type { BoxProps } from "./Late";

/** The menu of a LateMenu. */
export default function MenuBox({ target, opened, change, options, children }: BoxProps<Partial<MenuProps>>) {
  return (
    <Menu {...options} opened={opened} onChange={change}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
