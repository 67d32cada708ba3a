namespace CnnVis.Models;

/// <summary>
/// Which part of the image each cell of a tensor can see: stride, offset and size, read from the convolutions, poolings, paddings and changes of
/// size on the way. What is the same for all cells, such as the weights of squeeze-and-excitation or statistics of a normalisation, is not counted.
/// </summary>
/// <param name="Rows">Along the rows.</param>
/// <param name="Columns">Along the columns.</param>
internal sealed record ReceptiveField(FieldAxis Rows, FieldAxis Columns)
{
    /// <summary>The receptive field of a tensor's cells at the model's own size of image; null where an operator on the way hides it.</summary>
    public static ReceptiveField? Of(CnnModel model, string tensor) => new ReceptiveFieldReader(model).Of(tensor);
}
