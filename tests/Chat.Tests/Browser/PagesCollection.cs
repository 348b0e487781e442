namespace Chat.Tests.Browser;

/// <summary>Tests of pages run one after another and share the browsers.</summary>
[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<Browsers>
{
    public const string Name = "pages";
}
