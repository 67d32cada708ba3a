namespace CnnVis.Differentiation;

/// <summary>A rule met a variant of its operator that it does not cover; the builder says which node it was.</summary>
internal sealed class UndifferentiableNodeException(string reason) : Exception(reason);
