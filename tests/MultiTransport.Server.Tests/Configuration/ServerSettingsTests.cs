namespace MultiTransport.Server.Tests.Configuration;

public sealed class ServerSettingsTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Read_OfNothing_HasTheDemoAndNothingElse()
    {
        var settings = Settings.Read();

        var demo = Assert.Single(settings.Topics.Rules);
        Assert.Equal(("demo:*", "anyone", "anyone"), (demo.Name, demo.Subscribe.ToString(), demo.Publish.ToString()));
        Assert.False(settings.Jwt.IsOn);
        Assert.Empty(settings.Api.Keys);
        Assert.Empty(settings.Policies);
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:80", 0)]
    [InlineData("urls", "http://*:80", 0)]
    [InlineData("urls", "http://127.0.0.1:5080;https://example.org", 0)]
    [InlineData("urls", "http://[::]:80", 0)]
    [InlineData("urls", "http://localhost:80;http://[::1]:81;http://127.0.0.2:82", 1)]
    [InlineData("http_ports", "8080", 0)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://10.0.0.1:80", 0)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:80", 1)]
    [InlineData("DemoTopics", "never", 0)]
    [InlineData("DemoTopics", "always", 1)]
    public void DemoTopics_AreThereForThisMachineOnly(string path, string value, int rules) => Assert.Equal(rules, Settings.Read((path, value)).Topics.Rules.Count);

    [Fact]
    public void DemoTopics_SaidAlways_AreThereWhereverItListens() =>
        Assert.Single(Settings.Read(("DemoTopics", "Always"), ("urls", "http://*:80")).Topics.Rules);

    [Fact]
    public void Read_OfEverySection_ReadsIt()
    {
        var settings = Settings.Read(
            ("DemoTopics", "Never"),
            ("Topics:MaxTopics", "7"),
            ("Topics:Rules:0:Name", "chat:*"),
            ("Topics:Rules:0:HistoryAge", "1.00:00:00"),
            ("Topics:Rules:0:Subscribe", "anyone"),
            ("Topics:Rules:0:Publish", "policy:editors"),
            ("Topics:Rules:0:ReadHistory", "nobody"),
            ("Topics:Rules:1:Name", "news"),
            ("Policies:editors:Claims:role:0", "editor"),
            ("Policies:editors:TopicPrefix", "chat:{sub}:"),
            ("Jwt:Issuer", "me"),
            ("Jwt:Audience", "us"),
            ("Jwt:Keys:0:Secret", "0123456789abcdef0123456789abcdef"),
            ("Api:Keys:0:Name", "orders"),
            ("Api:Keys:0:Hash", Hash),
            ("Api:Keys:0:May:0", "publish"),
            ("Api:Keys:0:Topics:0", "chat:*"));

        Assert.Equal(7, settings.Topics.MaxTopics);
        Assert.Equal(["chat:*", "news"], settings.Topics.Rules.Select(rule => rule.Name));
        var chat = settings.Topics.Rules[0];
        Assert.Equal(("anyone", "policy:editors", "nobody", TimeSpan.FromDays(1)), (chat.Subscribe.ToString(), chat.Publish.ToString(), chat.ReadHistory.ToString(), chat.HistoryAge));
        Assert.Equal(["editor"], settings.Policies["editors"].Claims["role"]);
        Assert.True(settings.Policies["editors"].RequireUser);
        Assert.Equal("orders", Assert.Single(settings.Api.Keys).Name);
    }

    [Fact]
    public void Read_OfManyFaults_TellsAllAtOnceWithTheirPaths()
    {
        var faults = Settings.Faults(
            ("MultiTransport:Hodl", "1"),
            ("MultiTransport:Hold", "never"),
            ("MultiTransport:MaxMessageBytes", "-1"),
            ("MultiTransportServer:SweepInterval", "01:00:00"),
            ("Topics:Rules:0:Name", "chat:*"),
            ("Topics:Rules:0:Publish", "everyone"),
            ("Topics:Rules:0:Subscribe", "policy:editors"),
            ("Jwt:Keys:0:Secret", "short"),
            ("Api:Keys:0:Name", "orders"),
            ("Api:Keys:0:May:0", "everything"),
            ("DemoTopics", "perhaps"));

        foreach (var told in (string[])
        [
            "MultiTransport:Hodl: there is no Hodl; there are ", "MultiTransport:Hold is 'never'; accepted is a time", "MultiTransport: MaxMessageBytes is -1; accepted is 1 to",
            "SweepInterval is 01:00:00; accepted is", "Topics:Rules:0:Publish is 'everyone'; accepted is nobody, anyone or policy:NAME.",
            "Topics:Rules:0:Subscribe is policy:editors, but there is no Policies:editors", "Jwt:Keys:0:Secret has 5 bytes; accepted are 32 at least.", "Jwt:Issuer is empty; accepted is",
            "Jwt:Audience is empty; accepted is", "Api:Keys:0:Hash must be there, or else Key", "Api:Keys:0:May:0 is 'everything'; accepted is one of Publish, Read, Sessions.",
            "DemoTopics is 'perhaps'; accepted is one of Loopback, Never, Always.",
        ])
        {
            Assert.Contains(faults, fault => fault.StartsWith(told, StringComparison.Ordinal) || fault.Contains($" {told}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Topics", "chat", "Topics is 'chat'; accepted is a section with")]
    [InlineData("Topics:Rules", "chat", "Topics:Rules is 'chat'; accepted is a list.")]
    [InlineData("Topics:MaxTopics", "many", "Topics:MaxTopics is 'many'; accepted is a whole number")]
    [InlineData("Topics:MaxTopics:0", "1", "Topics:MaxTopics is a section; accepted is a whole number")]
    [InlineData("Topics:Rules:0:Presence", "yes", "Topics:Rules:0:Presence is 'yes'; accepted is true or false.")]
    [InlineData("Topics:Rules:0:Nmae", "x", "Topics:Rules:0:Nmae: there is no Nmae")]
    [InlineData("MultiTransportServer:Topics:MaxTopics", "1", "MultiTransportServer:Topics: there is no Topics")]
    [InlineData("Policies:x", "yes", "Policies:x is 'yes'; accepted is a section with Claims, RequireUser, TopicPrefix.")]
    [InlineData("Policies:x:RequireUser", "true", "Policies:x:RequireUser is true, but nobody can be a user")]
    [InlineData("Policies:x:TopicPrefix", "user:{sub}", "Policies:x:TopicPrefix is 'user:{sub}'; accepted is")]
    [InlineData("Policies:x:TopicPrefix", "user:{sub", "Policies:x:TopicPrefix is 'user:{sub'; accepted is")]
    [InlineData("Jwt:Required", "true", "Jwt:Required is true, but there is no key")]
    [InlineData("Jwt:JwksFile", "no-such-file.json", "Jwt:JwksFile is 'no-such-file.json', which cannot be read")]
    [InlineData("Jwt:Keys:0:Pem", "-----BEGIN NOTHING-----", "Jwt:Keys:0:Pem cannot be read")]
    [InlineData("Jwt:Keys:0:Pem", "-----BEGIN PRIVATE KEY-----", "Jwt:Keys:0:Pem is a private key")]
    [InlineData("Jwt:Keys:0:Id", "1", "Jwt:Keys:0 must have exactly one of Secret, Pem and PemFile.")]
    [InlineData("Api:Keys:0:PerSecond", "0", "Api:Keys:0:PerSecond is 0; accepted is 1 to 1000000.")]
    [InlineData("Api:Keys:0:Hash", "12", "Api:Keys:0:Hash has 2 characters; accepted are 64 hexadecimal digits")]
    [InlineData("Api:Keys:0:Key", "short", "Api:Keys:0:Key has 5 characters; accepted are 16 or more")]
    [InlineData("Api:Keys:0:Topics:0", "a*b", "Api:Keys:0:Topics has 'a*b'; accepted is")]
    [InlineData("Api:Keys:0:May:0", "0", "Api:Keys:0:May:0 is '0'; accepted is one of")]
    [InlineData("MultiTransport:AllowedOrigins:0", "app.example", "AllowedOrigins has 'app.example'; accepted is")]
    public void Read_OfAFault_SaysWhereWhatAndWhatIsAccepted(string path, string value, string told) =>
        Assert.Contains(Settings.Faults((path, value)), fault => fault.Contains(told, StringComparison.Ordinal));

    [Fact]
    public void Faults_OfKeys_DoNotTellThem()
    {
        const string secret = "a secret with spaces in it";
        var faults = Settings.Faults(("Api:Keys:0:Key", secret), ("Jwt:Keys:0:Secret", "too short"), ("Jwt:Keys:0:Pem", secret));

        Assert.DoesNotContain(faults, fault => fault.Contains(secret, StringComparison.Ordinal) || fault.Contains("too short", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OfTwoKeysOfOneName_IsAFault() => Assert.Contains(
        Settings.Faults(("Api:Keys:0:Name", "one"), ("Api:Keys:1:Name", "one")), fault => fault.StartsWith("Api:Keys has 2 keys of the name 'one'", StringComparison.Ordinal));
}
