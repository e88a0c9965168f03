"""pywa, as it is on PyPI, against the address in the first argument.

pywa always speaks to Meta's host; an httpx hook, which pywa lets its user give, sends the
requests to the address instead. Prints one JSON object.
"""

import json
import sys

import httpx
from pywa import WhatsApp, types
from pywa.errors import WhatsAppError
from pywa.types import templates as t

given = json.loads(sys.argv[1])
address = httpx.URL(given["url"])


def redirect(request: httpx.Request) -> None:
    request.url = request.url.copy_with(
        scheme=address.scheme, host=address.host, port=address.port
    )
    request.headers["host"] = f"{address.host}:{address.port}"


session = httpx.Client(event_hooks={"request": [redirect]}, trust_env=False, timeout=20)
wa = WhatsApp(
    phone_id=given["phoneNumberId"],
    token=given["token"],
    session=session,
    waba_id=given["wabaId"],
    server=None,
    verify_token=given["verifyToken"],
    app_secret=given["appSecret"],
    webhook_challenge_delay=0,
)
to = given["to"]
report = {}

# Every kind of message that pywa has an own method for.
report["text"] = wa.send_message(to, "Hello", preview_url=True, tracker="item-1").id
report["reply"] = wa.send_message(to, "A reply", reply_to_message_id=report["text"]).id
report["buttons"] = wa.send_message(
    to,
    "Choose",
    header="Header",
    footer="Footer",
    buttons=[types.Button("Yes", callback_data="y"), types.Button("No", callback_data="n")],
).id
report["list"] = wa.send_message(
    to,
    "Choose one of many",
    buttons=types.SectionList(
        button_title="Open",
        sections=[
            types.Section(
                title="One",
                rows=[types.SectionRow(title="A", callback_data="a", description="first")],
            ),
            types.Section(title="Two", rows=[types.SectionRow(title="B", callback_data="b")]),
        ],
    ),
).id
report["url"] = wa.send_message(
    to, "Look", buttons=types.URLButton(title="Open", url="https://www.example.com/")
).id
report["location"] = wa.send_location(to, latitude=41.9, longitude=12.5, name="Here").id
report["location_request"] = wa.request_location(to, "Where are you?").id
report["contact"] = wa.send_contact(
    to,
    types.Contact(
        name=types.Contact.Name(formatted_name="Robin Example", first_name="Robin"),
        phones=[types.Contact.Phone(phone="+12025550147", type="MOBILE")],
    ),
).id
report["reaction"] = wa.send_reaction(to, "👍", message_id=report["text"]).id
report["no_reaction"] = wa.remove_reaction(to, message_id=report["text"]).id
report["catalog"] = wa.send_catalog(to, "Our goods", thumbnail_product_sku="sku-1").id
report["product"] = wa.send_product(to, catalog_id="c-1", sku="sku-1", body="This one").id
report["products"] = wa.send_products(
    to,
    catalog_id="c-1",
    title="Goods",
    body="Take some",
    product_sections=[types.ProductsSection(title="All", skus=["sku-1", "sku-2"])],
).id

# Files.
media = wa.upload_media(bytes(range(256)) * 4, mime_type="image/png", filename="a.png")
report["image"] = wa.send_image(to, media.id, caption="a picture").id
found = wa.get_media_url(media.id)
report["media"] = {
    "size": found.file_size,
    "same": wa.get_media_bytes(found.url) == bytes(range(256)) * 4,
    "deleted": bool(wa.delete_media(media.id)),
}

# Read marks, typing.
report["read"] = bool(wa.mark_message_as_read("wamid.in"))
report["typing"] = bool(wa.indicate_typing("wamid.in"))

# Templates.
created = wa.create_template(
    t.Template(
        name="visit_reminder",
        category=t.TemplateCategory.UTILITY,
        language=t.TemplateLanguage.ENGLISH_US,
        parameter_format=t.ParamFormat.NAMED,
        components=[
            t.BodyText("Hello {{name}}, see you at {{time}}.", name="Robin", time="10:00"),
        ],
    )
)
report["template_status"] = str(created.status.value)
report["template"] = wa.send_template(
    to,
    "visit_reminder",
    t.TemplateLanguage.ENGLISH_US,
    params=[t.BodyText.params(name="Robin", time="11:00")],
).id
report["templates"] = sorted(template.name for template in wa.get_templates())
report["template_deleted"] = bool(wa.delete_template("visit_reminder"))

# The number and the account.
report["number"] = wa.get_business_phone_number().display_phone_number
report["registered"] = bool(wa.register_phone_number("123456"))
wa.update_business_profile(about="We are here")
report["about"] = wa.get_business_profile().about
blocked = wa.block_users([to])
report["blocked"] = [user.wa_id for user in blocked.added_users]
report["blocked_list"] = [user.wa_id for user in wa.get_blocked_users()]
wa.unblock_users([to])
code = wa.create_qr_code("Hello", "PNG")
report["qr"] = wa.get_qr_code(code.code).prefilled_message
report["qr_deleted"] = bool(wa.delete_qr_code(code.code))
flow = wa.create_flow("visit", [types.FlowCategory.OTHER])
report["flows"] = [flow.name for flow in wa.get_flows()]

# Errors.
errors = []
for refused in [
    lambda: wa.send_message(to, "x" * 4097),
    lambda: wa.send_template(to, "unknown_template", t.TemplateLanguage.ENGLISH_US),
    lambda: wa.send_message("12", "no number"),
]:
    try:
        refused()
        errors.append(None)
    except WhatsAppError as error:
        errors.append([error.code, type(error).__name__])
report["errors"] = errors

# A webhook: pywa checks its signature, and reads it.
received = []


@wa.on_message()
def on_message(_: WhatsApp, message: types.Message) -> None:
    received.append([message.type.value, message.text, message.from_user.wa_id])


webhook = given["webhook"]
report["webhook_valid"] = list(
    wa.webhook_update_validator(webhook["body"].encode(), webhook["signature"]) or []
)
report["webhook"] = wa.webhook_update_handler(webhook["body"].encode())[1]
report["received"] = received

print(json.dumps(report))
