"""The papers' training on any data set and at any size: classify, contrast, align, instruct.

``plan`` says what is trained with what, ``order`` and ``films`` which films a step sees, ``stages`` what each stage
learns, ``training`` is the loop, ``states`` what it keeps, ``exporting`` the checkpoint that comes out.
"""
