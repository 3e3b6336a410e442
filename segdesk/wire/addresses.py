"""Where the clouds answer: scheme and host of each service, for those who need no more of its protocol than that."""

from typing import Final

BAIDU: Final = "https://aip.baidubce.com"
ALIYUN: Final = "https://aigen.cn-shanghai.aliyuncs.com"
ALIYUN_UPLOAD: Final = "https://openplatform.aliyuncs.com"
"""Says where a picture for Aliyun's service may be put."""
