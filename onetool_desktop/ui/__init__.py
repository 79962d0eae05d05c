"""The screens: widgets, models and actions over frozen values.

Promises: no frame waits for disk, network or a lock; every action is data; text being typed survives any change
that arrives. It knows Qt and the services; it does not know SQL, the wire, the cloud or how anything is stored.
"""
