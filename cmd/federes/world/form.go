package world

import (
	"fmt"
	"net/url"
	"slices"
)

// Form is a form of a page: what it would send as it stands, and what each of its places can hold.
type Form struct {
	Action *url.URL
	values url.Values
	places map[string][]option // an empty list: a place for free text
}

// option is one answer that a list, a radio button, a box or a button offers.
type option struct{ value, label string }

func newForm(action *url.URL, in *Page) *Form {
	f := &Form{Action: action, values: url.Values{}, places: map[string][]option{}}
	for n := range in.elements() {
		name := attribute(n, "name")
		if name == "" {
			continue
		}
		switch n.Data {
		case "input":
			f.addInput(name, attribute(n, "type"), attribute(n, "value"), has(n, "checked"))
		case "textarea":
			f.places[name] = nil
			f.values.Set(name, rawText(n))
		case "button":
			f.places[name] = append(f.places[name], option{attribute(n, "value"), text(n)})
		case "select":
			f.addSelect(name, &Page{URL: in.URL, root: n})
		}
	}
	return f
}

func (f *Form) addInput(name, kind, value string, checked bool) {
	if kind == "hidden" {
		f.places[name] = nil
		f.values.Add(name, value) // one name can stand several times
		return
	}
	if kind != "radio" && kind != "checkbox" {
		f.places[name] = nil
		f.values.Set(name, value)
		return
	}
	f.places[name] = append(f.places[name], option{value, ""})
	if checked {
		f.values.Add(name, value)
	}
}

func (f *Form) addSelect(name string, list *Page) {
	for n := range list.kind("option") {
		o := option{attribute(n, "value"), text(n)}
		if len(f.places[name]) == 0 || has(n, "selected") {
			f.values.Set(name, o.value)
		}
		f.places[name] = append(f.places[name], o)
	}
}

// Fill writes into a place, or chooses among what it offers, by value or by label.
func (f *Form) Fill(name string, answers ...string) error {
	options, exists := f.places[name]
	if !exists {
		return fmt.Errorf("the form %s has no place %q", f.Action.Path, name)
	}
	f.values.Del(name)
	for _, answer := range answers {
		if options != nil {
			i := slices.IndexFunc(options, func(o option) bool { return o.value == answer || o.label == answer })
			if i < 0 {
				return fmt.Errorf("the form %s offers no %q for %s", f.Action.Path, answer, name)
			}
			answer = options[i].value
		}
		f.values.Add(name, answer)
	}
	return nil
}

// FillAll fills several places.
func (f *Form) FillAll(answers url.Values) error {
	for name, values := range answers {
		if err := f.Fill(name, values...); err != nil {
			return err
		}
	}
	return nil
}
