package fault

// Collect gathers field errors so that a person sees all of them at once.
// The zero value is ready for use.
type Collect struct{ fields []Field }

// Add records one faulty field.
func (c *Collect) Add(path, code, message string) {
	c.fields = append(c.fields, Field{Path: path, Code: code, Message: message})
}

// Check records the field when ok is false.
func (c *Collect) Check(ok bool, path, code, message string) {
	if !ok {
		c.Add(path, code, message)
	}
}

// Err is nil when nothing was recorded, else an Invalid fault with every field.
func (c *Collect) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	f := New(Invalid, "invalid", c.fields[0].Message)
	f.Fields = c.fields
	return f
}
