"""Synthetic chest radiographs with their truth and their language; knows nothing of the model and imports no torch.

Everything follows from (seed, number). The visibility floor, so that a label never stands for something unseen on a
film reduced to 192 pixels: a pleural line is at least 1.5 pixels wide and its gap at least a tenth of the lung, with
no markings beyond it; a plate of atelectasis is at least 3 pixels thick; no finding lies behind the heart, under an
effusion or beyond a pleural line. Figures measured on these films are therefore figures on legible films.
"""
