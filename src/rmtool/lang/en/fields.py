"""What is typed as FIELD=VALUE."""

TEXTS = {
    "unknown": "“{text}” names no field. Write FIELD=VALUE; the fields are: {fields}",
    "unreadable": "“{value}” can't be read as {field}. Write {form}.",
    "said": "{field}: {what}",
    "required": "{field} can't be empty.",
    "form_amount": "an amount like 1000万, 0.5亿 or 200,000",
    "form_value": "an amount like 1000万, or one of high, medium, low",
    "form_likelihood": "a share like 0.6 or 60%, or one of high, medium, low",
    "form_words": "one of {words}",
    "form_rate": "a yearly rate like 2.35% or 0.0235",
    "form_degrees": "degrees from -{limit} to {limit}, like 22.54",
    "form_past_day": "a day that is past, like 1998-05-20",
    "form_minutes": "minutes from 0 to {most}",
}
