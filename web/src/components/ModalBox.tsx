import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import { Modal, type ModalProps } from "@mantine/core";

/** The modal of a Dialog, which fetches it. */
export default function ModalBox(props: ModalProps) {
  return <Modal {...props} />;
}
