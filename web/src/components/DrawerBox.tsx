import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Drawer.layer.css";
import { Drawer, type DrawerProps } from "@mantine/core";

/** The drawer of a SidePanel or of a sheet, which fetches it. */
export default function DrawerBox(props: DrawerProps) {
  return <Drawer {...props} />;
}
