"""Local files for Aliyun, both directions: a ticket from AuthorizeFileUpload, then a form upload to its storage.

The ticket's own signature lets the upload in; the user's keys are not in it. Addresses built from a ticket are checked,
because whoever issues the ticket chooses the host that receives the picture.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from segdesk.wire import JsonValue, Pairs, SecretOf, WireAnswer, WireRequest, first_of
from segdesk.wire.addresses import ALIYUN_UPLOAD
from segdesk.wire.aliyun_errors import SERVICE, AliyunFault, failure_in, fields_of
from segdesk.wire.failures import failure_of_status, malformed
from segdesk.wire.multipart import Part, multipart_body, read_multipart
from segdesk.wire.text import (
    Unreadable,
    base64_hmac_sha1,
    base64_text,
    is_plain,
    is_same,
    json_body,
    octets,
    read_base64,
    read_object,
    read_time,
    sorted_query,
    time_text,
)
from segdesk.wire.xmlfields import read_xml, xml_body

ACTION: Final = "AuthorizeFileUpload"
VERSION: Final = "2019-12-19"
TICKET_LIFE: Final = timedelta(minutes=10)
_HOST: Final = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,9}(:[0-9]{1,5})?")
_KEY: Final = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._~/-]{0,511}")


@dataclass(frozen=True)
class UploadTicket:
    """Leave to put one object into the storage. Prints no secret."""

    access_key_id: str = field(repr=False)
    bucket: str
    endpoint: str
    object_key: str = field(repr=False)
    policy: str = field(default="", repr=False)
    signature: str = field(default="", repr=False)
    use_accelerate: bool = False

    @property
    def host(self) -> str:
        """Bucket and endpoint make the host, its port included where there is one."""
        return f"{self.bucket}.{self.endpoint}"

    def address(self, scheme: str = "https") -> str:
        """Where the object lies once it is uploaded; what the call is given as an image's address."""
        return f"{scheme}://{self.host}/{quote(self.object_key)}"


@dataclass(frozen=True)
class Upload:
    """A form upload as the storage receives it."""

    object_key: str
    content: bytes = field(repr=False)
    content_type: str
    access_key_id: str = field(repr=False)
    policy: str = field(repr=False)
    signature: str = field(repr=False)


def authorize_request(endpoint: str = ALIYUN_UPLOAD) -> WireRequest:
    """Asks for a ticket, still to be signed. `endpoint` is scheme and host."""
    headers = (("x-acs-action", ACTION), ("x-acs-version", VERSION), ("accept", "application/json"))
    query = sorted_query((("Product", "aigen"), ("RegionId", "cn-shanghai")))
    return WireRequest("GET", f"{endpoint.rstrip('/')}/?{query}", headers, b"")


def parse_authorize(answer: WireAnswer) -> UploadTicket:
    """The ticket. Raises EngineError, also for a ticket that names no proper host or object."""
    match fields_of(answer):
        case {
            "AccessKeyId": str(key_id),
            "Bucket": str(bucket),
            "Endpoint": str(endpoint),
            "ObjectKey": str(object_key),
            "EncodedPolicy": str(policy),
            "Signature": str(signature),
            **rest,
        } if all(map(is_plain, (key_id, policy, signature))) and _KEY.fullmatch(object_key):
            ticket = UploadTicket(
                key_id, bucket, endpoint, object_key, policy, signature, rest.get("UseAccelerate") is True
            )
        case _:
            raise malformed(SERVICE, "no ticket for the upload")
    if _HOST.fullmatch(ticket.host) is None:
        raise malformed(SERVICE, "the ticket names no host")
    return ticket


def upload_request(
    ticket: UploadTicket, content: bytes, content_type: str, *, boundary: str, scheme: str = "https"
) -> WireRequest:
    """The form upload: unsigned but for the ticket, its file last."""
    fields = {
        "OSSAccessKeyId": ticket.access_key_id,
        "Signature": ticket.signature,
        "key": ticket.object_key,
        "policy": ticket.policy,
        "success_action_status": "201",
    }
    parts = tuple(Part(name, octets(value)) for name, value in fields.items())
    kind, body = multipart_body((*parts, Part("file", content, ticket.object_key, content_type)), boundary)
    headers = (("host", ticket.host), ("content-type", kind))
    return WireRequest("POST", f"{scheme}://{ticket.host}/", headers, body)


def parse_upload(answer: WireAnswer) -> None:
    """Nothing when the object is stored. Raises EngineError; `Act.NEW_TOKEN` asks for a new ticket."""
    is_stored = 200 <= answer.status < 300
    if is_stored and not answer.body.strip():
        return
    try:
        root, fields = read_xml(answer.body)
    except Unreadable as error:
        raise failure_of_status(SERVICE, answer, str(error)) from error
    if is_stored and root == "PostResponse":
        return
    raise failure_in(answer, dict(fields)) or failure_of_status(SERVICE, answer, "no error code")


def issue_ticket(place: UploadTicket, *, secret: str, expires: datetime, max_bytes: int) -> UploadTicket:
    """The ticket for a place: a signed policy that admits one object of at most so many bytes until then."""
    conditions: list[JsonValue] = [{"key": place.object_key}, ["content-length-range", 1, max_bytes]]
    policy = base64_text(json_body({"expiration": time_text(expires), "conditions": conditions}))
    return replace(place, policy=policy, signature=base64_hmac_sha1(secret, policy))


def authorize_answer(ticket: UploadTicket, request_id: str) -> bytes:
    """The JSON that hands a ticket over."""
    return json_body(
        {
            "RequestId": request_id,
            "AccessKeyId": ticket.access_key_id,
            "Bucket": ticket.bucket,
            "Endpoint": ticket.endpoint,
            "EncodedPolicy": ticket.policy,
            "Signature": ticket.signature,
            "ObjectKey": ticket.object_key,
            "UseAccelerate": ticket.use_accelerate,
        }
    )


def read_upload(headers: Pairs, body: bytes) -> Upload:
    """The upload in a form. Raises AliyunFault, to be answered in the storage's XML."""
    try:
        parts = read_multipart(first_of(headers, "content-type") or "", body)
    except Unreadable as error:
        raise AliyunFault("MalformedPOSTRequest", f"The form cannot be read: {error}.") from error
    texts = {part.name: part.content.decode("utf-8", "replace") for part in parts if part.name != "file"}
    file = next((part for part in parts if part.name == "file"), None)
    needed = ("key", "OSSAccessKeyId", "policy", "Signature")
    if file is None or any(name not in texts for name in needed):
        raise AliyunFault("InvalidArgument", "The form has to hold key, OSSAccessKeyId, policy, Signature and file.")
    if _KEY.fullmatch(texts["key"]) is None:
        raise AliyunFault("InvalidObjectName", "The key is not a valid object name.")
    return Upload(
        object_key=texts["key"],
        content=file.content,
        content_type=file.content_type,
        access_key_id=texts["OSSAccessKeyId"],
        policy=texts["policy"],
        signature=texts["Signature"],
    )


def verify_upload(upload: Upload, secret_of: SecretOf, now: datetime) -> None:
    """Checks the ticket an upload came with. Raises AliyunFault."""
    secret = secret_of(upload.access_key_id)
    if secret is None:
        raise AliyunFault("InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist.", 403)
    if not is_same(base64_hmac_sha1(secret, upload.policy), upload.signature):
        raise AliyunFault("SignatureDoesNotMatch", "The policy's signature does not match.", 403)
    try:
        policy = read_object(read_base64(upload.policy))
        expires = read_time(str(policy.get("expiration")))
    except Unreadable as error:
        raise AliyunFault("InvalidPolicyDocument", "The policy cannot be read.") from error
    if now > expires:
        raise AliyunFault("AccessDenied", "Invalid according to Policy: Policy expired.", 403)
    _check_conditions(upload, policy.get("conditions"))


def upload_answer(ticket_host: str, object_key: str, *, address: str, etag: str) -> bytes:
    """The XML that goes with status 201. The vendor's client fails without it."""
    bucket = ticket_host.partition(".")[0]
    return xml_body("PostResponse", {"Bucket": bucket, "Location": address, "Key": object_key, "ETag": f'"{etag}"'})


def _check_conditions(upload: Upload, conditions: object) -> None:
    match conditions:
        case [{"key": str(key)}, ["content-length-range", int(least), int(most)]]:
            pass
        case _:
            raise AliyunFault("InvalidPolicyDocument", "The policy is none this storage has issued.")
    if key != upload.object_key:
        raise AliyunFault("AccessDenied", "Invalid according to Policy: Policy Condition failed.", 403)
    if len(upload.content) > most:
        raise AliyunFault("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.")
    if len(upload.content) < least:
        raise AliyunFault("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size.")
