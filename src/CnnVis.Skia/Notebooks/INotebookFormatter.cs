namespace CnnVis.Skia.Notebooks;

/// <summary>What .NET notebooks call, by the names of the members, to show a value.</summary>
internal interface INotebookFormatter
{
    string MimeType { get; }

    bool Format(object instance, TextWriter writer);
}

/// <summary>What .NET notebooks ask for formatters, by the name of the member.</summary>
internal interface INotebookFormatterSource
{
    IEnumerable<object> CreateTypeFormatters();
}
