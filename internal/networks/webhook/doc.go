// Package webhook is the generic HTTP network: an address of the user's that
// receives each post as signed JSON and answers an id.
//
// It is a real feature (an in-house site, an automation tool, a printer in the
// shop window) and the proving ground of the fence: its owner says which class
// of operation the receiver honours, and every class of house.md §5 can be
// exercised through it. README.md is the contract for whoever writes a receiver.
package webhook
