package page

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Field is what a person typed in one place of a form, and what is wrong with it. After a refusal the form is shown again with both.
type Field struct {
	Value string
	Error string
}

// Problem is one line of the summary above a form: it links to the field, or stands alone.
type Problem struct {
	Field    string // the field's name, which is its anchor; empty if the refusal is of the whole form
	Sentence string
}

// Option is one possible answer of a list.
type Option struct {
	Value, Label, Help string
	Chosen             bool
}

// Input describes one labelled field to its component.
type Input struct {
	Name, Label, Help, Type string
	Field                   Field
	Required                bool
	Autocomplete            string
	Min, Max                string
	MaxLength               int
	Lines                   int    // more than one makes a text area
	Key                     string // the key that leads to it, on a console
}

// described lists what a screen reader reads after the label.
func (i Input) described() string {
	described := ""
	if i.Help != "" {
		described = i.Name + "-help"
	}
	if i.Field.Error != "" {
		described += " " + i.Name + "-error"
	}
	return described
}

func (i Input) kind() string {
	if i.Type == "" {
		return "text"
	}
	return i.Type
}

// attributes are those of the input element that depend on what is asked for and on what went wrong.
func (i Input) attributes() templ.Attributes {
	attributes := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			attributes[name] = value
		}
	}
	set("aria-describedby", strings.TrimSpace(i.described()))
	set("autocomplete", i.Autocomplete)
	set("min", i.Min)
	set("max", i.Max)
	set("data-key", i.Key)
	if i.MaxLength > 0 {
		set("maxlength", strconv.Itoa(i.MaxLength))
	}
	if i.Field.Error != "" {
		set("aria-invalid", "true")
	}
	if i.Required {
		attributes["required"] = true
	}
	return attributes
}
