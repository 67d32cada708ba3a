namespace CnnVis.Models;

/// <summary>One way in which a tensor's cells come about: which of an earlier tensor's they are computed from.</summary>
internal sealed record LocalRead(LocalTensor Source, AxisReads Rows, AxisReads Columns);
