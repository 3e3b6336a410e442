"""The local engine behind Baidu's and Aliyun's protocols: one asyncio front process, as many engine processes as asked.

The front process alone knows keys, nonces, uploads, results and counts, so nothing has to be shared between processes;
an engine process sees a picture and what was said about it, and nothing else.
"""
