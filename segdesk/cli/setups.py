"""What engines are given on the command line: every parameter as a flag, and the setup made of them."""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from segdesk.engines.setup import AliyunSetup, BaiduSetup, ModelSetup, Setup
    from segdesk.storage.keys import Keys

BAIDU: Final = "baidu"
ALIYUN: Final = "aliyun"
MODEL: Final = "model"
_FORMS: Final = {BAIDU: ("rgba", "mask"), ALIYUN: ("rgb_alpha", "only_alpha", "white_background")}
_OWNERS: Final = {
    "refine_mask": (BAIDU,),
    "return_form": (BAIDU, ALIYUN),
    "return_format": (ALIYUN,),
    "feather": (ALIYUN,),
    "postprocess": (ALIYUN,),
    "separate_maps": (ALIYUN,),
    "signature": (ALIYUN,),
    "endpoint": (BAIDU, ALIYUN),
    "upload_endpoint": (ALIYUN,),
    "picture_url": (BAIDU, ALIYUN),
    "ca_file": (BAIDU, ALIYUN),
    "model": (MODEL,),
    "decoder": (MODEL,),
}


def add_engine_flags(parser: argparse.ArgumentParser) -> None:
    """The flags; each is None unless it was given."""
    models = parser.add_argument_group("with --engine model", "Without them the files of the settings are taken.")
    models.add_argument("--model", type=Path, metavar="FILE", help="an ONNX model, or the encoder of a SAM model")
    models.add_argument("--decoder", type=Path, metavar="FILE", help="the SAM model's decoder")
    group = parser.add_argument_group(
        "with --engine baidu or aliyun",
        "Keys come from the settings, or from SEGDESK_BAIDU_API_KEY and SEGDESK_BAIDU_SECRET_KEY, "
        "SEGDESK_ALIYUN_KEY_ID and SEGDESK_ALIYUN_KEY_SECRET.",
    )
    switch = argparse.BooleanOptionalAction
    group.add_argument("--endpoint", metavar="URL", help="who is asked, as https://host:port")
    group.add_argument("--upload-endpoint", metavar="URL", help="aliyun: who gives leave to upload")
    group.add_argument("--ca-file", type=Path, metavar="PEM", help="a certificate authority to trust too")
    group.add_argument("--picture-url", metavar="URL", help="where the service finds this picture; it is not uploaded")
    group.add_argument(
        "--return-form",
        choices=_FORMS[BAIDU] + _FORMS[ALIYUN],
        help="what the mask is taken from; baidu: rgba, mask; aliyun: only_alpha, rgb_alpha, white_background",
    )
    group.add_argument("--return-format", choices=("PNG", "JPG"), help="aliyun: the file format of the answer")
    group.add_argument("--refine-mask", action=switch, help="baidu: smooth edges (default: yes)")
    group.add_argument("--feather", action=switch, help="aliyun: soft edges (default: yes)")
    group.add_argument(
        "--postprocess", choices=("maskrefine", "edgerefine"), help="aliyun: finer, or steadier (default: maskrefine)"
    )
    group.add_argument(
        "--separate-maps", action="store_const", const=True, help="aliyun: mask and strokes as three pictures"
    )
    group.add_argument("--signature", choices=("acs3", "rpc"), help="aliyun: how requests are signed (default: acs3)")


def setup_of(options: argparse.Namespace) -> "Setup | None":
    """What the chosen engine gets: settings and keys, and the flags over them; None for an engine that needs none.

    Ends the program with a usage error where flag and engine do not belong together.
    """
    _check_owners(options)
    if options.engine not in (BAIDU, ALIYUN, MODEL):
        return None
    from segdesk.engines.setup import Setup
    from segdesk.pipeline import engine_setup, model_setup
    from segdesk.storage.keys import Keys
    from segdesk.storage.settings import load_settings

    if options.engine == MODEL:
        return Setup(model=_model(model_setup(load_settings().settings), options))
    setup = engine_setup(load_settings().settings, Keys())
    return replace(
        setup,
        baidu=_baidu(setup.baidu, options) if options.engine == BAIDU else setup.baidu,
        aliyun=_aliyun(setup.aliyun, options) if options.engine == ALIYUN else setup.aliyun,
        ca_file=options.ca_file or setup.ca_file,
    )


@dataclass(frozen=True)
class Cloud:
    """A cloud's address, and where each of its keys lies, by environment variable; never a key itself."""

    endpoint: str
    keys: dict[str, str | None]


def described_cloud(name: str, setup: "Setup", keys: "Keys") -> Cloud:
    """What a person may know of a cloud's settings."""
    from segdesk.storage.keys import Secret

    needed = (Secret.BAIDU_API_KEY, Secret.BAIDU_SECRET_KEY)
    if name == ALIYUN:
        needed = (Secret.ALIYUN_KEY_ID, Secret.ALIYUN_KEY_SECRET)
    places = {secret: keys.place(secret) for secret in needed}
    endpoint = setup.baidu.endpoint if name == BAIDU else setup.aliyun.endpoint
    return Cloud(endpoint, {secret.variable: place and place.value for secret, place in places.items()})


def _check_owners(options: argparse.Namespace) -> None:
    for name, owners in _OWNERS.items():
        if getattr(options, name) is not None and options.engine not in owners:
            options.refuse(f"--{name.replace('_', '-')} belongs to --engine {' or '.join(owners)}")
    if options.return_form is not None and options.return_form not in _FORMS[options.engine]:
        options.refuse(f"--return-form of {options.engine} is one of: {', '.join(_FORMS[options.engine])}")
    if options.return_format == "JPG" and options.return_form == "rgb_alpha":
        options.refuse("--return-form rgb_alpha needs --return-format PNG, for JPG holds no transparency")


def _model(setup: "ModelSetup", options: argparse.Namespace) -> "ModelSetup":
    files = tuple(path for path in (options.model, options.decoder) if path is not None)
    return replace(setup, files=files) if files else setup


def _baidu(setup: "BaiduSetup", options: argparse.Namespace) -> "BaiduSetup":
    from segdesk.wire.baidu import ReturnForm

    return replace(
        setup,
        endpoint=options.endpoint or setup.endpoint,
        return_form=ReturnForm(options.return_form or setup.return_form.value),
        refine_mask=setup.refine_mask if options.refine_mask is None else options.refine_mask,
        picture_url=options.picture_url,
    )


def _aliyun(setup: "AliyunSetup", options: argparse.Namespace) -> "AliyunSetup":
    from segdesk.wire.aliyun import Postprocess, ReturnForm, ReturnFormat

    return replace(
        setup,
        endpoint=options.endpoint or setup.endpoint,
        # Another address than that of the settings has its own uploads.
        upload_endpoint=options.upload_endpoint or ("" if options.endpoint else setup.upload_endpoint),
        return_form=ReturnForm(options.return_form or setup.return_form.value),
        return_format=ReturnFormat(options.return_format or setup.return_format.value),
        feather=setup.feather if options.feather is None else options.feather,
        postprocess=Postprocess(options.postprocess or setup.postprocess.value),
        separate_maps=bool(options.separate_maps),
        is_rpc=options.signature == "rpc",
        picture_url=options.picture_url,
    )
