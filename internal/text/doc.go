// Package text counts and reads what people write, the way networks do: pure
// functions, no network, no clock.
//
// Counting is by unit (graphemes, code points, UTF-8 bytes, UTF-16 code units),
// with an optional flat cost per link. Entities are the links, mentions and
// hashtags of a text with their offsets in code points, the unit in which the
// composer and the pre-flight panel mark a passage. Everything expects NFC,
// which Normalize gives.
package text
