namespace CnnVis.DocTests;

/// <summary>One after the other: the working folder belongs to the whole process.</summary>
[CollectionDefinition(nameof(SnippetRuns), DisableParallelization = true)]
public sealed class SnippetRuns : ICollectionFixture<SnippetFolder>;
