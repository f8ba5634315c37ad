"""Synthetic chest radiographs with their truth and their language; knows nothing of the model and imports no torch.

Everything follows from (seed, number). The visibility floor, so that a label never stands for something unseen on a
film reduced to 192 pixels: a pleural line is at least 1.5 pixels wide and its gap at least a tenth of the lung, with
no markings beyond it; a plate of atelectasis is at least 3 pixels thick; local findings are placed outside the
heart's shadow, effusions and pleural air, and show on at least 150 pixels of each side they are named for. Figures
measured on these films are therefore figures on legible films.
"""
