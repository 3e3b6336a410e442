"""Many pictures cut by one wish, on this machine's cores or on a Dask cluster, so that a kill costs nothing.

`wishes` says what is asked, `sources` finds the pictures, `cutting` cuts one, `pool` and `cluster` let many be cut at
a time, `ledger` remembers what is done, `running` puts these together and `report` tells what to look at.
"""
