import "@mantine/core/styles/Popover.layer.css";
import { Popover, type PopoverProps } from "@mantine/core";
import { cloneElement, type ReactElement } from "react";
import type { BoxProps } from "./Late";

type Options = Partial<PopoverProps> & { padding?: number };

/** The popover of a LatePopover: its target opens and closes it. */
export default function PopoverBox({ target, opened, change, options, children }: BoxProps<Options>) {
  const { padding, ...rest } = options;
  const button = target as ReactElement<{ onClick?: () => void }>;
  return (
    <Popover {...rest} trapFocus opened={opened} onChange={change}>
      <Popover.Target>{cloneElement(button, { onClick: () => change(!opened) })}</Popover.Target>
      <Popover.Dropdown p={padding}>{children}</Popover.Dropdown>
    </Popover>
  );
}
