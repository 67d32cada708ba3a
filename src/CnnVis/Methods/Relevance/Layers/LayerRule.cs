namespace CnnVis.Methods;

/// <summary>How relevance crosses a linear layer.</summary>
/// <param name="layer">The layer.</param>
/// <param name="relevance">The relevance of its outputs.</param>
/// <returns>The relevance of its inputs.</returns>
internal delegate GraphValue LayerRule(LinearLayer layer, GraphValue relevance);
