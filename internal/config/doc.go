// Package config reads the settings of a process: variables PARVIS_… and the
// flags that stand for them, a flag before its variable. Load checks all of
// them and reports every fault at once, each in a sentence that names its
// variable, in French or English.
package config
