"""Many machines: the same verbs, their work done by a Ray cluster.

* ``connect``: a cluster that runs already, or one of this machine's own
* ``storage``: files that all machines see, on a shared disk or in object storage
* ``predict``: an extractor in a pool of workers, each piece of the sentences a file of predictions
* ``survey``: the names that occur in a gold dataset, so that counts of its parts add up
* ``shuffle``: gold and predictions brought together, sentence by sentence
* ``score``: the parts counted where they are, and the counts summed
"""
