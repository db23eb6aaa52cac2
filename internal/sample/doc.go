// Package sample plants the fictional brand that serve --demo shows: Les
// Ateliers Brume, raincoats sewn in Lorient. It owns no table: everything is
// made through the use cases of the rooms, by fictional members in their roles,
// on a clock that walks through the past weeks, so that what is shown really
// went through the program: reviews, approvals, sends, failures.
//
// Every name, address and figure is invented. Nothing of it has credentials.
package sample
