-- Finds or creates the identities of many people at once, as identity_ensure does for one; in the order of their NIPs, so that two imports
-- never wait for each other crosswise.
create function identities_ensure(p_ids uuid[], p_nips text[], p_emails text[], p_names text[]) returns table (nip text, id uuid)
language sql security definer set search_path = pg_catalog, public as $$
    insert into public.identities (id, nip, email, name)
        select p.id, p.nip, p.email, p.name from unnest(p_ids, p_nips, p_emails, p_names) as p(id, nip, email, name) order by p.nip
        on conflict (nip) do nothing;
    update public.identities i set email = p.email from unnest(p_nips, p_emails) as p(nip, email)
        where i.nip = p.nip and i.email is null and p.email is not null;
    select i.nip, i.id from public.identities i where i.nip = any(p_nips)
$$;
comment on function identities_ensure(uuid[], text[], text[], text[]) is 'global: login identities belong to no agency';
revoke all on function identities_ensure(uuid[], text[], text[], text[]) from public;
grant execute on function identities_ensure(uuid[], text[], text[], text[]) to luwes_app;
