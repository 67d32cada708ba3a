namespace CnnVis.TestSupport;

/// <summary>A test over cases that needs the models and photos beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = Directory.Exists(RepositoryFolder.Shared) ? null : SharedFactAttribute.Reason;
}
