import type { MenuProps, PopoverProps } from "@mantine/core";
import {
  type ComponentType,
  cloneElement,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
  useState,
} from "react";

/** What opens beside its target; the code of the box and of its content comes when a hand or the focus is near. */
export interface BoxProps<Options> {
  target: ReactElement;
  opened: boolean;
  change: (opened: boolean) => void;
  options: Options;
  children: ReactNode;
}

interface Props<Options> {
  /** A button, which takes a ref, `onClick`, `onPointerEnter` and `onFocus`. */
  target: ReactElement<Record<string, unknown>>;
  options: Options;
  /** Best a lazy component: it is drawn once the box has been opened. */
  children: ReactNode;
  onClose?: () => void;
}

const loadMenu = () => import("./MenuBox");
const loadPopover = () => import("./PopoverBox");
const MenuBox = lazy(loadMenu);
const PopoverBox = lazy(loadPopover);

type MenuOptions = Pick<MenuProps, "position" | "width">;
type PopoverOptions = Pick<PopoverProps, "position" | "width"> & { padding?: number };

export const LateMenu = (props: Props<MenuOptions>) => (
  <Late {...props} box={MenuBox} load={loadMenu} popup="menu" />
);

export const LatePopover = (props: Props<PopoverOptions>) => (
  <Late {...props} box={PopoverBox} load={loadPopover} popup="dialog" />
);

interface LateProps<Options> extends Props<Options> {
  box: ComponentType<BoxProps<Options>>;
  load: () => Promise<unknown>;
  popup: "menu" | "dialog";
}

function Late<Options>({ box: Box, load, popup, target, options, children, onClose }: LateProps<Options>) {
  const [wanted, setWanted] = useState(false);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLElement>(null);
  const near = () => void load().catch(() => undefined); // the click asks again
  const plain = cloneElement(target, {
    onClick: () => setWanted(true),
    onPointerEnter: near,
    onFocus: near,
    "aria-haspopup": popup,
    "aria-expanded": false,
  });
  if (!wanted) {
    return plain;
  }
  const change = (open: boolean) => {
    setOpened(open);
    if (!open) onClose?.();
  };
  return (
    <Suspense fallback={plain}>
      <Box target={cloneElement(target, { ref: button })} {...{ opened, change, options }}>
        {opened && <Suspense>{children}</Suspense>}
      </Box>
      <Ready
        run={() => {
          button.current?.focus(); // another element than the one that was clicked
          setOpened(true);
        }}
      />
    </Suspense>
  );
}

/** Runs once the box beside it has arrived. */
function Ready({ run }: { run: () => void }) {
  const first = useRef(run);
  useEffect(() => first.current(), []);
  return null;
}
